// Package teamtest gives tests a PostgreSQL of their own, on loopback, where CARDWALLET_TEST_POSTGRES says how: the directory of initdb and
// postgres, from which a cluster in a temporary directory is made and ended with the tests, or the postgres:// URL of a server on which the
// role may make databases. Without the variable there are no such tests.
package teamtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// variable says where PostgreSQL is.
const variable = "CARDWALLET_TEST_POSTGRES"

// startLimit is how long a cluster may take to start on a busy machine.
const startLimit = 2 * time.Minute

// On reports whether there is a PostgreSQL for tests.
func On() bool { return os.Getenv(variable) != "" }

// CanRestart reports whether there can be a Cluster: the programs are there.
func CanRestart() bool { return On() && !strings.Contains(os.Getenv(variable), "://") }

// Cluster is a server of a test's own.
type Cluster struct {
	dir, programs string
	port          int
	settings      []string

	mu      sync.Mutex
	running *exec.Cmd
	word    io.WriteCloser // says how to end, see supervisor
	logs    *os.File
}

// New makes and starts a cluster that ends with the test. settings are some of postgresql.conf, as in "fsync=on".
func New(t testing.TB, settings ...string) *Cluster {
	t.Helper()
	c, err := newCluster(settings)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.remove(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func newCluster(settings []string) (_ *Cluster, err error) {
	c := &Cluster{programs: os.Getenv(variable), settings: settings}
	if c.dir, err = os.MkdirTemp("", "cardwallet-postgres-"); err != nil {
		return nil, err
	}
	if err := give(c.dir); err != nil {
		return nil, err
	}
	data := filepath.Join(c.dir, "data")
	initialize := c.program("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
	if out, err := initialize.CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("initdb: %w: %s", err, out), os.RemoveAll(c.dir))
	}
	for range 5 { // another program can take the port before the server does
		if c.port, err = freePort(); err != nil {
			break
		}
		if err = c.Start(); err == nil {
			return c, nil
		}
	}
	return nil, errors.Join(err, os.RemoveAll(c.dir))
}

// program is one of PostgreSQL's, run as somebody who is not root.
func (c *Cluster) program(name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.Background(), filepath.Join(c.programs, name), args...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	lower(cmd)
	return cmd
}

// supervisor runs the server and ends it by the word that it reads: fast or immediate. When this process ends, however it ends, there is no
// word: then all goes.
const supervisor = `"$1" -D "$2/data" -p "$3" -k '' -c listen_addresses=127.0.0.1 $4 & server=$!
trap '' INT TERM
read -r word
case $word in
	fast) kill -INT $server ;;
	*) kill -QUIT $server ;;
esac
wait $server
[ -n "$word" ] || rm -rf "$2"`

// Start starts the server and returns when it answers.
func (c *Cluster) Start() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.running != nil {
		return errors.New("the cluster runs")
	}
	settings := "-c fsync=off -c max_connections=200 -c shared_buffers=64MB -c log_min_messages=warning"
	for _, s := range c.settings {
		settings += " -c " + s
	}
	cmd := exec.CommandContext(context.Background(), "/bin/sh", "-c", supervisor, "sh", filepath.Join(c.programs, "postgres"), c.dir,
		strconv.Itoa(c.port), settings)
	cmd.Dir = c.dir
	lower(cmd)
	word, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	c.logs, err = os.OpenFile(filepath.Join(c.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	cmd.Stdout, cmd.Stderr = c.logs, c.logs
	if err := cmd.Start(); err != nil {
		return errors.Join(err, c.logs.Close())
	}
	c.running, c.word = cmd, word
	if err := answers(c.URL("postgres")); err != nil {
		said, _ := os.ReadFile(filepath.Join(c.dir, "log"))
		return errors.Join(fmt.Errorf("postgres does not answer: %w: %s", err, said), c.end("immediate"))
	}
	return nil
}

// answers waits until a server does.
func answers(url string) error {
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, url)
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Stop ends the server: at once as a power loss does, or in order.
func (c *Cluster) Stop(immediate bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if immediate {
		return c.end("immediate")
	}
	return c.end("fast")
}

// Restart is Stop and Start.
func (c *Cluster) Restart(immediate bool) error {
	if err := c.Stop(immediate); err != nil {
		return err
	}
	return c.Start()
}

func (c *Cluster) end(word string) error {
	if c.running == nil {
		return nil
	}
	_, err := io.WriteString(c.word, word+"\n")
	err = errors.Join(err, c.word.Close())
	_ = c.running.Wait() // its code is that of the server, which was killed
	c.running = nil
	return errors.Join(err, c.logs.Close())
}

func (c *Cluster) remove() error {
	return errors.Join(c.Stop(true), os.RemoveAll(c.dir))
}

// URL is that of a database of the cluster, for the role that may do everything.
func (c *Cluster) URL(database string) string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/%s?sslmode=disable", c.port, database)
}

func freePort() (int, error) {
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}
