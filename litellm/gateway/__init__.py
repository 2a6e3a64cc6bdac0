"""The guard around LiteLLM: it withholds bodies until they are masked, and restores answers on the wire."""
