package teamtest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"cardwallet/client/team"
)

// server is what the tests of one program share.
type server struct {
	cluster *Cluster // nil where the server is somebody else's
	admin   string   // URL of a database from which others are made
}

var (
	sharing sync.Mutex
	shared  *server
)

// Main runs the tests of a program and ends the server that they shared. It is for TestMain.
type Main struct{ M interface{ Run() int } }

// Run runs the tests.
func (m Main) Run() int {
	defer func() {
		sharing.Lock()
		defer sharing.Unlock()
		if shared == nil {
			return
		}
		if err := shared.end(); err != nil {
			fmt.Fprintln(os.Stderr, "teamtest:", err)
		}
		shared = nil
	}()
	return m.M.Run()
}

func (s *server) end() error {
	if s.cluster != nil {
		return s.cluster.remove()
	}
	return nil
}

// template is the database that others are copies of.
const template = "cardwallet_template"

// theServer starts it where that was not done.
func theServer() (*server, error) {
	sharing.Lock()
	defer sharing.Unlock()
	if shared != nil {
		return shared, nil
	}
	s := &server{admin: os.Getenv(variable)}
	if CanRestart() {
		c, err := newCluster(nil)
		if err != nil {
			return nil, err
		}
		s.cluster, s.admin = c, c.URL("postgres")
		if err := s.makeTemplate(); err != nil {
			return nil, errors.Join(err, c.remove())
		}
	}
	shared = s
	return s, nil
}

func (s *server) makeTemplate() error {
	if err := execute(s.admin, `CREATE DATABASE `+template); err != nil {
		return err
	}
	return migrate(s.at(template))
}

func migrate(address string) error {
	db, err := team.Connect(team.Options{URL: address})
	if err != nil {
		return err
	}
	_, _, err = db.Migrate(context.Background())
	return errors.Join(err, db.Close())
}

// at is the URL of another database of the server.
func (s *server) at(name string) string {
	u, err := url.Parse(s.admin)
	if err != nil {
		return s.admin
	}
	u.Path = "/" + name
	return u.String()
}

// make makes a database, a copy of the template where there is one.
func (s *server) make(set bool) (string, error) {
	name := "cardwallet_" + strings.ToLower(rand.Text())
	from := ""
	if set && s.cluster != nil {
		from = ` TEMPLATE ` + template
	}
	sharing.Lock()
	defer sharing.Unlock() // a template is copied by one at a time
	if err := execute(s.admin, `CREATE DATABASE `+name+from); err != nil {
		return "", err
	}
	if set && s.cluster == nil {
		return s.at(name), migrate(s.at(name))
	}
	return s.at(name), nil
}

// drop removes a database, with whoever is still connected to it.
func (s *server) drop(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	return execute(s.admin, `DROP DATABASE IF EXISTS `+strings.TrimPrefix(u.Path, "/")+` WITH (FORCE)`)
}

func execute(address, statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(ctx))
}

// Fresh makes a database with the newest schema and no rows, and returns its URL. It ends with the test. It is on the server that the
// tests of the program share, which ends with Main.
func Fresh(t testing.TB) string { return fresh(t, true) }

// Empty makes a database without a schema.
func Empty(t testing.TB) string { return fresh(t, false) }

func fresh(t testing.TB, set bool) string {
	t.Helper()
	s, err := theServer()
	if err != nil {
		t.Fatal(err)
	}
	address, err := s.make(set)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.drop(address); err != nil {
			t.Error(err)
		}
	})
	return address
}

// Fresh makes a database with the newest schema on the cluster, and returns its URL.
func (c *Cluster) Fresh(t testing.TB) string {
	t.Helper()
	name := "cardwallet_" + strings.ToLower(rand.Text())
	err := execute(c.URL("postgres"), `CREATE DATABASE `+name)
	if err == nil {
		err = migrate(c.URL(name))
	}
	if err != nil {
		t.Fatal(err)
	}
	return c.URL(name)
}

// Open opens a database that ends with the test.
func Open(t testing.TB, o team.Options) *team.Database {
	t.Helper()
	db, err := team.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return db
}

// Execute runs statements as the role that may do everything.
func Execute(t testing.TB, address, statements string) {
	t.Helper()
	if err := execute(address, statements); err != nil {
		t.Fatal(err)
	}
}
