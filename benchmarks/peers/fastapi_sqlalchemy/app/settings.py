import os

DATABASE_URL = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+asyncpg://", 1)
JWT_SECRET = os.environ["JWT_SECRET"]
POOL_SIZE = int(os.environ.get("POOL_SIZE", "40"))
