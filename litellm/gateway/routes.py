"""Every route of LiteLLM in one of three classes, as data. What no row names is refused.

A pattern is a path; `{}` is one segment, `{**}` is any number of segments, a trailing `/**` is the path itself
and everything below it. The first row that matches wins, in the order MASKED, COUNTED, REFUSED, LOCAL.
"""

# (pattern, API): POST only. The value is the name that the masker knows the API by.
MASKED = (
    ("/v1/messages", "anthropic"),
    ("/v1/chat/completions", "openai-chat"),
    ("/chat/completions", "openai-chat"),
    ("/openai/deployments/{**}/chat/completions", "openai-chat"),
    ("/engines/{**}/chat/completions", "openai-chat"),
    ("/v1/completions", "openai-completions"),
    ("/completions", "openai-completions"),
    ("/openai/deployments/{**}/completions", "openai-completions"),
    ("/engines/{**}/completions", "openai-completions"),
    ("/v1/responses", "openai-responses"),
    ("/responses", "openai-responses"),
    ("/openai/v1/responses", "openai-responses"),
    ("/v1/embeddings", "embeddings"),
    ("/embeddings", "embeddings"),
    ("/openai/deployments/{**}/embeddings", "embeddings"),
    ("/engines/{**}/embeddings", "embeddings"),
    ("/rerank", "rerank"),
    ("/v1/rerank", "rerank"),
    ("/v2/rerank", "rerank"),
    ("/v1beta/models/{**}:generateContent", "gemini"),
    ("/v1beta/models/{**}:streamGenerateContent", "gemini"),
    ("/models/{**}:generateContent", "gemini"),
    ("/models/{**}:streamGenerateContent", "gemini"),
)

# (pattern, API): POST only. LiteLLM runs no hook here and forwards the body; the guard masks it without the store.
COUNTED = (
    ("/v1/messages/count_tokens", "anthropic"),
    ("/v1beta/models/{**}:countTokens", "gemini"),
    ("/models/{**}:countTokens", "gemini"),
)

PASS_THROUGH = "it forwards whatever it is given to a provider; use /v1/messages or /v1/chat/completions"
OPAQUE = "it carries files, audio or images, in which nothing can be masked; MASKER_OPAQUE_ROUTES may open it"
STORED = "a provider or LiteLLM would keep the content, bound to nobody; send the whole conversation with each request and read its answer there"
TOOLS = "LiteLLM would run tools or agents itself, outside of the masking"
TELEMETRY = "it would store prompts as they were typed; point telemetry at a collector of your own"
NOT_YET = "it is not covered yet"
TRYING = "it would send what it is given to a provider as it is; send a request of the API itself"
GEMINI_V1 = "LiteLLM has Gemini's API under v1beta only; set the client's API version to v1beta"


def _both(*kinds: str) -> tuple[str, ...]:
    return tuple(f"{version}/{kind}/**" for kind in kinds for version in ("", "/v1"))


# What MASKER_OPAQUE_ROUTES may name, and so open unmasked. Closed as long as it names none.
OPAQUE_KINDS = {
    "files": (*_both("files"), "/{}/v1/files/**"),
    "batches": (*_both("batches"), "/{}/v1/batches/**"),
    "fine_tuning": _both("fine_tuning"),
    "images": (*_both("images"), "/openai/deployments/{**}/images/**"),
    "audio": _both("audio"),
    "videos": _both("videos"),
    "ocr": _both("ocr"),
    "realtime": (*_both("realtime"), "/openai/v1/realtime/**"),
    "pass_through": tuple(
        f"/{provider}/**"
        for provider in (
            *("anthropic", "assemblyai", "azure", "azure_ai", "azure_speech", "bedrock", "bespoke", "cohere"),
            *("comprehendmedical", "cursor", "deepgram", "eu.assemblyai", "fal_ai", "gemini", "gigachat", "langfuse"),
            *("laya", "milvus", "mistral", "nvidia_nim", "openai", "openai_passthrough", "openrouter", "tinyfish"),
            *("transcribe", "typesafe", "vertex-ai", "vertex_ai", "vllm", "watsonx"),
        )
    ),
}

# (pattern, reason): any method. Before LOCAL, because some of these begin with a segment that can be anything.
REFUSED = (
    *((path, OPAQUE) for kind, paths in OPAQUE_KINDS.items() if kind != "pass_through" for path in paths),
    *((f"/{{}}/{name}", TOOLS) for name in ("mcp", "authorize", "register", "token")),
    ("/toolset/**", TOOLS),
    *((path, STORED) for path in _both("containers", "vector_stores", "threads", "assistants", "responses", "indexes")),
    *((path, NOT_YET) for path in _both("moderations", "decisions", "systemone")),
    *((path, TOOLS) for path in _both("rag", "search")),
    *((f"/v1/{kind}/**", STORED) for kind in ("memory", "evals", "skills", "workflows")),
    *((f"/v1/{kind}/**", TELEMETRY) for kind in ("traces", "logs", "rust_control_plane")),
    ("/claude_code_gateway/**", NOT_YET),
    *((path, TOOLS) for path in ("/v1/agents/**", "/v1/a2a/**", "/a2a/**", "/v1beta/agents/**", "/mcp/**")),
    *((path, TOOLS) for path in ("/mcp-rest/**", "/plugin-proxy/**", "/search_tools/test_connection")),
    ("/interactions/**", STORED),
    ("/v1beta/interactions/**", STORED),
    *((f"/v1/models/{{**}}:{method}", GEMINI_V1) for method in ("generateContent", "streamGenerateContent", "countTokens")),
    ("/openai/v1/**", STORED),
    ("/queue/**", NOT_YET),
    ("/cursor/chat/completions", NOT_YET),
    ("/lens/**", TELEMETRY),
    *((path, NOT_YET) for path in ("/apply_guardrail", "/guardrails/apply_guardrail", "/guardrails/test_custom_code")),
    *((path, NOT_YET) for path in ("/prompts/test", "/policies/test-pipeline", "/policy/test", "/usage/ai/chat")),
    *((path, NOT_YET) for path in ("/policy/templates/{}", "/policy/templates/enrich/stream", "/compliance/**")),
    *((path, NOT_YET) for path in ("/utils/token_counter", "/utils/transform_request", "/moyai/**")),
    *((path, NOT_YET) for path in ("/utils/test_policies_and_guardrails", "/liteadmin/**", "/auto_router/**")),
    *((path, TRYING) for path in ("/health/test_connection", "/cost/predict-cache")),
    *((path, TOOLS) for path in ("/authorize/**", "/token", "/register", "/introspect", "/revoke", "/callback")),
    *((path, PASS_THROUGH) for path in OPAQUE_KINDS["pass_through"]),
)

# Any method. No provider behind it: health, admin UI, keys, spend, model list, settings.
LOCAL = (
    *("/", "/docs/**", "/redoc", "/openapi.json", "/swagger/**", "/favicon.ico", "/robots.txt", "/routes", "/test"),
    *("/ui/**", "/_next/**", "/litellm-asset-prefix/**", "/.well-known/**", "/litellm/.well-known/**", "/public/**"),
    *("/get_image", "/get_logo_url", "/get_favicon", "/upload/logo", "/settings", "/lazy/**", "/health/**"),
    *("/login", "/v2/login", "/v3/login/**", "/fallback/**", "/sso/**", "/session/**", "/onboarding/**"),
    *("/invitation/**", "/oauth/client-metadata.json", "/jwt/**", "/scim/**", "/email/**", "/audit/**"),
    *("/key/**", "/v2/key/**", "/user/**", "/v2/user/**", "/team/**", "/v2/team/**"),
    *("/organization/**", "/v2/organization/**"),
    *("/customer/**", "/end_user/**", "/budget/**", "/tag/**", "/project/**", "/access_group/**"),
    *("/v1/access_group/**", "/v1/unified_access_group/**", "/management/v1/**", "/credentials/**"),
    *("/spend/**", "/global/**", "/provider/budgets", "/cost/**", "/cost_optimization/**", "/cloudzero/**"),
    *("/vantage/**", "/gateway/daily/**", "/agent/daily/**", "/model-insights/**"),
    *("/models", "/models/{}", "/v1/models", "/v1/models/{}", "/cursor/models", "/cursor/v1/models"),
    *("/model/**", "/v1/model/**", "/v2/model/**", "/model_group/**", "/model_hub/**", "/adaptive_router/**"),
    *("/config/**", "/config_overrides/**", "/get/**", "/update/**", "/add/**", "/delete/**", "/router/**"),
    *("/reload/**", "/schedule/**", "/alerting/**", "/active/callbacks", "/callbacks/**", "/cache/**"),
    *("/coordination_redis/**", "/debug/**", "/memory-usage-in-mem-cache", "/memory-usage-in-mem-cache-items"),
    *("/otel-spans", "/utils/supported_openai_params", "/utils/model_info", "/utils/dotprompt_json_converter"),
    *("/guardrails/**", "/v2/guardrails/list", "/policies/**", "/policy/**", "/prompts/**", "/v1/tool/**"),
    *("/v1/mcp/**", "/search_tools/**", "/vector_store/**", "/v1/vector_store/**", "/claude-code/**"),
    *("/api/event_logging/batch", "/api/plugins/**"),
)
