"""The guard around LiteLLM: it withholds bodies from LiteLLM until they are masked, and restores answers on the wire."""
