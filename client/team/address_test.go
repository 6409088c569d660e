package team_test

import (
	"strings"
	"testing"

	"cardwallet/client/team"
)

// Beyond this machine the database is known by its certificate, unless the URL says otherwise.
func TestTheWayIsVerified(t *testing.T) {
	t.Parallel()
	for url, insecure := range map[string]bool{
		"postgres://ops@db.example.com/cardwallet":                          false,
		"postgres://ops@db.example.com/cardwallet?sslmode=verify-full":      false,
		"postgres://ops@db.example.com/cardwallet?sslmode=verify-ca":        true,
		"postgres://ops@db.example.com/cardwallet?sslmode=require":          true,
		"postgres://ops@db.example.com/cardwallet?sslmode=disable":          true,
		"postgres://ops@localhost,db.example.com/cardwallet?sslmode=prefer": true,
		"postgres://ops@localhost/cardwallet":                               false,
		"postgres://ops@127.0.0.1:5433/cardwallet?sslmode=disable":          false,
		"postgres://ops@[::1]/cardwallet?sslmode=disable":                   false,
		"postgres:///cardwallet?host=/var/run/postgresql&user=ops":          false,
	} {
		db, err := team.Connect(team.Options{URL: url})
		if err != nil {
			t.Errorf("%s: %v", url, err)
			continue
		}
		if got := db.Insecure(); (got != "") != insecure {
			t.Errorf("%s: %q", url, got)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
	for _, url := range []string{"", "mysql://ops:word@db/x", "postgres://ops:word@db:port/x", "postgres://ops:word@db/x?sslmode=never"} {
		if _, err := team.Connect(team.Options{URL: url}); err == nil || strings.Contains(err.Error(), "word") {
			t.Errorf("%q: %v", url, err)
		}
	}
}
