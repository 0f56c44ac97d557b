"""Settings of Superset as `make dashboards` runs it: one person, this machine, a published file to read."""

import os
from pathlib import Path

_HOME = Path(os.environ["SUPERSET_HOME"])

SECRET_KEY = (_HOME / "secret").read_text(encoding="utf-8")
SQLALCHEMY_DATABASE_URI = f"sqlite:///{_HOME / 'superset.db'}"
APP_NAME = "预算公开"
BABEL_DEFAULT_LOCALE = "zh"
LANGUAGES = {
    "zh": {"flag": "cn", "name": "中文"},
    "en": {"flag": "us", "name": "English"},
}
EXTRA_CATEGORICAL_COLOR_SCHEMES = [
    {
        "id": "yusuan",
        "label": "Yusuan",
        "description": "",
        "isDefault": False,
        "colors": [
            "#1f6f8b", "#e2a14a", "#5b8e7d", "#a05d6e", "#7a86b8", "#c9b458",
            "#4f9fb8", "#c97b4a", "#8fb79b", "#b98fa8", "#54618f", "#8a99a8",
        ],
    }
]  # fmt: skip
# The browser loads nothing from elsewhere: neither maps, nor the picture by which the makers of Superset
# count its users. (Superset's own policy lets both in.)
_HERE = ["'self'"]
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": _HERE,
        "default-src": _HERE,
        "img-src": [*_HERE, "blob:", "data:"],
        "worker-src": [*_HERE, "blob:"],
        "connect-src": _HERE,
        "object-src": "'none'",
        "style-src": [*_HERE, "'unsafe-inline'"],
        "script-src": [*_HERE, "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
    "session_cookie_secure": False,
}
