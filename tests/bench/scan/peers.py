"""Masks texts with a masker of Python's package index, for the benchmark of the scan.

Usage: peers.py cloudmask|litellm
Standard input: JSON {"speed": text, "texts": [text]}.
Standard output: JSON {"speed": MB per second of processor time over the first, "masked": the texts as masked}.
"""

import json
import sys
import time
from collections.abc import Callable

ROUNDS = 3


def create_cloudmask() -> Callable[[str], str]:
    from cloudmask.core import CloudMask

    return lambda text: CloudMask(seed="bench").anonymize(text)


def create_litellm() -> Callable[[str], str]:
    from litellm.proxy.guardrails.guardrail_hooks.litellm_content_filter.content_filter import (
        ContentFilterGuardrail,
    )
    from litellm.types.guardrails import ContentFilterAction, ContentFilterPattern

    names = ["aws_access_key", "aws_secret_key", "github_token", "slack_token", "generic_api_key", "ipv4"]
    patterns = [
        ContentFilterPattern(pattern_type="prebuilt", pattern_name=name, action=ContentFilterAction.MASK)
        for name in names
    ]
    guardrail = ContentFilterGuardrail(guardrail_name="bench", patterns=patterns)
    return lambda text: guardrail._filter_single_text(text)


def main() -> None:
    mask = {"cloudmask": create_cloudmask, "litellm": create_litellm}[sys.argv[1]]()
    work = json.load(sys.stdin)
    seconds = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        mask(work["speed"])
        seconds.append(time.process_time() - begun)
    speed = len(work["speed"].encode()) / 1e6 / sorted(seconds)[ROUNDS // 2]
    json.dump({"speed": speed, "masked": [mask(text) for text in work["texts"]]}, sys.stdout)


main()
