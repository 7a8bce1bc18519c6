package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"runtime"

	"github.com/gin-gonic/gin"
	"github.com/jackc/pgx/v5/pgxpool"
)

func main() {
	settings := settingsFromEnvironment()
	runtime.GOMAXPROCS(settings.Workers)
	pool, err := connect(settings)
	if err != nil {
		log.Fatal(err)
	}
	defer pool.Close()

	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	router.Use(gin.Recovery())
	router.GET("/health", func(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"status": "ok"}) })
	router.NoRoute(func(c *gin.Context) { fail(c, errNotFound) })
	tasks := router.Group("/api/v1/tasks", authenticated(settings.JWTSecret))
	Tasks{Store{pool}}.register(tasks)
	log.Fatal(router.Run(fmt.Sprintf("127.0.0.1:%d", settings.Port)))
}

func connect(settings Settings) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(settings.DatabaseURL)
	if err != nil {
		return nil, err
	}
	config.MaxConns = int32(settings.PoolSize)
	config.MinConns = int32(settings.PoolSize)
	return pgxpool.NewWithConfig(context.Background(), config)
}
