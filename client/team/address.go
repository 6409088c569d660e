package team

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// verified is the only way of TLS by which the database is known to be the one that was meant.
const verified = "verify-full"

// connectLimit is how long one attempt to connect may take.
const connectLimit = 5 * time.Second

// address is where the database is and how it is reached.
type address struct {
	config   *pgx.ConnConfig
	insecure string
}

// errAddress does not repeat the URL, which can hold a password.
var errAddress = errors.New("the URL of the team's journal cannot be used\nwrite it as in postgres://ops@db.example.com/cardwallet")

// parseAddress reads a URL. Beyond this machine it asks for verified TLS where the URL does not say what it wants.
func parseAddress(text string) (address, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return address{}, errAddress
	}
	options := u.Query()
	mode, local := options.Get("sslmode"), local(u)
	if mode == "" && !local {
		mode = verified
		options.Set("sslmode", mode)
		u.RawQuery = options.Encode()
	}
	config, err := pgx.ParseConfig(u.String())
	if err != nil {
		return address{}, errAddress
	}
	// One round trip a statement, and nothing that the server keeps for the session: a pooler may give each transaction another one.
	config.DefaultQueryExecMode = pgx.QueryExecModeExec
	config.StatementCacheCapacity, config.DescriptionCacheCapacity = 0, 0
	config.ConnectTimeout = connectLimit
	config.DialFunc = (&net.Dialer{Timeout: connectLimit, KeepAliveConfig: net.KeepAliveConfig{
		Enable: true, Idle: 5 * time.Second, Interval: 2 * time.Second, Count: 3,
	}}).DialContext
	config.OnNotice = nil
	if _, named := config.RuntimeParams["application_name"]; !named {
		config.RuntimeParams["application_name"] = "cardwallet"
	}
	a := address{config: config}
	if mode != verified && !local {
		a.insecure = fmt.Sprintf("its URL has sslmode=%s: whoever is on the way can read and change what is sent\nuse sslmode=%s", mode, verified)
	}
	return a, nil
}

// local reports whether every host of the URL is this machine.
func local(u *url.URL) bool {
	hosts := strings.Split(u.Host, ",")
	if at := u.Query().Get("host"); at != "" {
		hosts = strings.Split(at, ",")
	}
	for _, host := range hosts {
		name := host
		if h, _, err := net.SplitHostPort(host); err == nil {
			name = h
		}
		name = strings.Trim(name, "[]")
		ip, err := netip.ParseAddr(name)
		if name != "localhost" && !strings.HasPrefix(name, "/") && (err != nil || !ip.IsLoopback()) {
			return false
		}
	}
	return true
}

// Insecure says what is wrong with the way to the database, and how to mend it on a line of its own; nothing where it is verified, or
// does not leave this machine.
func (d *Database) Insecure() string { return d.at.insecure }

// Place names the host with its port, and the database. It holds no user and no password.
func (d *Database) Place() (host, database string) {
	host = d.at.config.Host
	if !strings.HasPrefix(host, "/") {
		host = net.JoinHostPort(host, fmt.Sprint(d.at.config.Port))
	}
	return host, d.at.config.Database
}

// Role is the name that the database knows the person by.
func (d *Database) Role() string { return d.at.config.User }

// connect opens one connection beside those of the pool.
func (d *Database) connect(ctx context.Context) (*pgx.Conn, error) {
	return pgx.ConnectConfig(ctx, d.at.config.Copy())
}
