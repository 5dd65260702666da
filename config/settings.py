"""Every setting, read from the environment; one file for demo, tests and real installations.

``MODE`` is ``production`` unless said otherwise. ``demo`` makes its own secret key and prints
mail instead of sending it; ``test`` is for the test suite. In production a missing or wrong
variable stops start-up with a sentence that says which one and how to set it.
"""

from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF

from config.environment import (
    BASE_DIR,
    VAR_DIR,
    env,
    read_accent_colour,
    read_allowed_hosts,
    read_clamav_host,
    read_council_code,
    read_database,
    read_debug,
    read_log_level,
    read_mode,
    read_number,
    read_public_contacts,
    read_redis_url,
    read_scan_files,
    read_secret_key,
    read_site_address,
    read_trusted_origins,
    read_yes_or_no,
)

MODE = read_mode()
SECRET_KEY = read_secret_key(MODE)
DEMO_PASSWORD = env("DEMO_PASSWORD", default="")  # of the demonstration's accounts
COUNCIL_CODE = read_council_code(MODE)
ACCENT_COLOUR = read_accent_colour()
ALLOWED_HOSTS = read_allowed_hosts(MODE)
CSRF_TRUSTED_ORIGINS = read_trusted_origins()
DEBUG = read_debug(MODE)

INSTALLED_APPS = [
    "readiness",
    "indicators",
    "evidence",
    "config.apps.ReferenceDataConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "import_export",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "readiness.held_forms.HeldFormMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "readiness.council_words.CouncilWordsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "readiness.templatetags.addresses",
                "readiness.templatetags.form_tokens",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "readiness.navigation.page_frame",
            ],
        },
    },
]

# --- data ---------------------------------------------------------------------------------

DATABASES = {"default": read_database()}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR_DIR.mkdir(exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue from the start of a transaction and wait, rather than fail half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    # Tests use a file as well: threads of their own could not wait for each other in memory.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "tests.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = read_number("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = read_redis_url()

CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_TASK_IGNORE_RESULT = True  # state and progress are kept in our own rows
CELERY_TASK_ALWAYS_EAGER = CELERY_TASK_EAGER_PROPAGATES = MODE == "test"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True  # a killed worker's task goes to another
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Europe/London"
CELERY_BEAT_SCHEDULE = {
    "verify evidence": {
        "task": "evidence.tasks.verify_evidence",
        "schedule": crontab(hour=2, minute=30),
    },
    "scan what waits": {
        "task": "evidence.tasks.scan_what_waits",
        "schedule": 60.0,  # seconds
    },
    "check what was said": {
        "task": "readiness.tasks.check_what_was_said",
        "schedule": 300.0,  # seconds
    },
    "weekly digest": {
        "task": "readiness.tasks.send_weekly_digest",
        "schedule": crontab(day_of_week="mon", hour=7, minute=0),
    },
}
if not REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"polling_interval": 0.05}  # seconds

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
    }
    if REDIS_URL
    # Sign-in limits count failures in the cache, so all threads and processes must share it.
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
}

# --- files --------------------------------------------------------------------------------

MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR_DIR / "media")))
S3_BUCKET = env("S3_BUCKET", default="")
STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env("S3_ENDPOINT_URL", default=None),
            "region_name": env("S3_REGION", default=None),
            "default_acl": "private",
            "file_overwrite": False,
            "max_memory_size": 2 * 1024 * 1024,  # what is read is larger: on the disk
        },
    }
    if S3_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Files on their way in; several web hosts share this folder as they share MEDIA_ROOT.
ARRIVING_ROOT = Path(env("ARRIVING_ROOT", default=str(MEDIA_ROOT / "arriving")))
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "evidence.arriving.UploadHandler",  # a killed process leaves nothing elsewhere
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
MAX_UPLOAD_BYTES = read_number("MEDIA_MAX_UPLOAD_MB", 200, least=1) * 1024 * 1024
# Whether a page's title may be looked up on the web when somebody asks for it.
LOOK_UP_LINK_TITLES = read_yes_or_no("LOOK_UP_LINK_TITLES", default=False)

# Until ClamAV has found a file clean nobody gets it; only a demonstration may go without.
CLAMAV_HOST = read_clamav_host()
CLAMAV_SECONDS = read_number("CLAMAV_SECONDS", 120, least=1)
SCAN_FILES = read_scan_files(MODE, CLAMAV_HOST)
PUBLIC_CONTACTS = read_public_contacts()

# --- people -------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["readiness.roles.RoleBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict] = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # slow ones cost minutes
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "landing"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "readiness.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator makes each account from a known address
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Five wrong passwords for one address, whoever types them; more for a building behind one address.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key,50/15m/ip", "login": "100/m/ip"}
ACCOUNT_FORMS = {
    "login": "readiness.sign_in_forms.SignInForm",
    "reset_password": "readiness.sign_in_forms.AskForNewPasswordForm",
    "reset_password_from_key": "readiness.sign_in_forms.NewPasswordForm",
    "change_password": "readiness.sign_in_forms.ChangePasswordForm",
}
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_SESSION_REMEMBER = False

SESSION_COOKIE_AGE = read_number("SESSION_HOURS", 12, least=1) * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "readiness.views.errors.csrf_failure"

# --- headers ------------------------------------------------------------------------------

HTTPS = read_yes_or_no("HTTPS", default=MODE == "production")
SITE_ADDRESS = read_site_address(ALLOWED_HOSTS, https=HTTPS)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# How many proxies stand in front: failures to sign in are counted per address of the person.
ALLAUTH_TRUSTED_PROXY_COUNT = read_number("PROXY_COUNT", 1 if HTTPS else 0)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- mail ---------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env("EMAIL_FROM", default="golden-thread@localhost")
if EMAIL_HOST := env("EMAIL_HOST", default=""):
    EMAIL_PORT = read_number("EMAIL_PORT", 587)
    EMAIL_HOST_USER = env("EMAIL_USER", default="")
    EMAIL_HOST_PASSWORD = env("EMAIL_PASSWORD", default="")
    EMAIL_USE_TLS = read_yes_or_no("EMAIL_USE_TLS", default=True)
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

# --- words and times ----------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
DATE_FORMAT = "j F Y"
DJANGO_TABLES2_TEMPLATE = "components/table.html"
FILTERS_EMPTY_CHOICE_LABEL = "All"

# --- lists as files -----------------------------------------------------------------------

IMPORT_EXPORT_USE_TRANSACTIONS = True  # all of a file or none of it
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": read_log_level()},
}
