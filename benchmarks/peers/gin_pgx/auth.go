package main

import (
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

const userKey = "user"

// authenticated lets a request pass with a valid token and keeps the user that it names.
func authenticated(secret []byte) gin.HandlerFunc {
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"HS256"}), jwt.WithExpirationRequired())
	key := func(*jwt.Token) (any, error) { return secret, nil }
	return func(c *gin.Context) {
		text, isBearer := strings.CutPrefix(c.GetHeader("Authorization"), "Bearer ")
		var claims jwt.RegisteredClaims
		if isBearer {
			if _, err := parser.ParseWithClaims(text, &claims, key); err == nil {
				if user, err := uuid.Parse(claims.Subject); err == nil {
					c.Set(userKey, user)
					return
				}
			}
		}
		fail(c, errUnauthorized)
	}
}

func userOf(c *gin.Context) uuid.UUID {
	return c.MustGet(userKey).(uuid.UUID)
}
