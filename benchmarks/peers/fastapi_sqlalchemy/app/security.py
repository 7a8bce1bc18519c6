from typing import Annotated
from uuid import UUID

import jwt
from fastapi import Depends, HTTPException, status
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.settings import JWT_SECRET

bearer = HTTPBearer(auto_error=False)


async def _current_user_id(credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> UUID:
    refused = HTTPException(
        status.HTTP_401_UNAUTHORIZED, "Could not validate credentials", headers={"WWW-Authenticate": "Bearer"}
    )
    if credentials is None:
        raise refused
    try:
        claims = jwt.decode(credentials.credentials, JWT_SECRET, algorithms=["HS256"], options={"require": ["sub", "exp"]})
        return UUID(claims["sub"])
    except (jwt.InvalidTokenError, ValueError):
        raise refused from None


CurrentUserId = Annotated[UUID, Depends(_current_user_id)]
