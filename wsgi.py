"""The WSGI entry: `flask` and gunicorn find the application here."""

from planner.app import create_app

app = create_app()
