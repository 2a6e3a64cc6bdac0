"""Ends with 3 where the environment would start LiteLLM unprotected, before it migrates a database: check_settings.py"""

import os

from gateway.refuse_to_start import refuse_to_start
from gateway.settings import SettingsError, read_settings

if __name__ == "__main__":
    try:
        read_settings(os.environ)
    except SettingsError as error:
        refuse_to_start(error)
