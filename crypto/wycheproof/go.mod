module cardwallet/crypto/wycheproof

go 1.26.7

require (
	cardwallet v0.0.0
	github.com/c2sp/wycheproof v0.0.0-20260902155932-3fa63dd0344a
)

require (
	al.essio.dev/pkg/shellescape v1.6.1 // indirect
	github.com/gofrs/flock v0.13.2 // indirect
	github.com/youmark/pkcs8 v0.0.0-20240726163527-a2c0da244d78 // indirect
	golang.org/x/crypto v0.59.0 // indirect
	golang.org/x/sys v0.50.0 // indirect
)

replace cardwallet => ../..
