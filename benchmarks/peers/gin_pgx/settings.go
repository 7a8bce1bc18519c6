package main

import (
	"log"
	"os"
	"strconv"
)

type Settings struct {
	DatabaseURL string
	JWTSecret   []byte
	Port        int
	Workers     int
	PoolSize    int
}

func settingsFromEnvironment() Settings {
	return Settings{
		DatabaseURL: required("DATABASE_URL"),
		JWTSecret:   []byte(required("JWT_SECRET")),
		Port:        number("SERVER_PORT", 8080),
		Workers:     number("SERVER_WORKERS", 1),
		PoolSize:    number("POOL_SIZE", 10),
	}
}

func required(name string) string {
	value := os.Getenv(name)
	if value == "" {
		log.Fatalf("%s is not set", name)
	}
	return value
}

func number(name string, otherwise int) int {
	if value, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return value
	}
	return otherwise
}
