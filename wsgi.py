"""The WSGI entry: `flask` and gunicorn find the application here."""

import os
import sys

from planner.app import create_app
from planner.config import SettingError

os.umask(0o077)  # database, outbox and key are the owner's, whatever the folder allows
try:
    app = create_app()
except SettingError as error:
    print(error, file=sys.stderr)  # one line that names the setting, not a stack trace
    raise SystemExit(2) from error
