package transport

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
)

// Loopback is told by the address that is connected to, whatever the name was.
func TestPlainConnectionsStayOnThisMachine(t *testing.T) {
	for address, here := range map[string]bool{
		"127.0.0.1:80": true, "127.9.9.9:8080": true, "[::1]:80": true, "[::ffff:127.0.0.1]:80": true,
		"192.0.2.1:80": false, "[2001:db8::1]:80": false, "[::ffff:192.0.2.1]:80": false, "0.0.0.0:80": false, "10.0.0.1:80": false, "": false,
	} {
		err := hereOnly(t.Context(), "tcp", address, nil)
		if here != (err == nil) {
			t.Errorf("%s: %v", address, err)
		}
	}
	// An address that ParseBase would not let through stands for a name that leads there.
	auth := NewStaticSession(time.Now, func(context.Context) (testSecret, error) { return newTestSecret("key"), nil })
	c := New(Options{BaseURL: &url.URL{Scheme: "http", Host: netip.MustParseAddrPort("192.0.2.1:80").String()}, Auth: auth})
	err := c.Do(t.Context(), Call{Op: "list cards", Method: http.MethodGet, Path: []string{"cards"}, Read: true}, nil)
	if !errors.Is(err, client.ErrUnsendable) || !client.NotSent(err) || !strings.Contains(err.Error(), "the name leads to 192.0.2.1:80") ||
		strings.Contains(err.Error(), "network") {
		t.Errorf("got %v", err)
	}
}

func TestPlainConnectionsHaveNoProxy(t *testing.T) {
	c := newConnections(Timeouts{})
	if c.plain.Proxy != nil {
		t.Error("plain http may go through a proxy")
	}
	if c.secure.Proxy == nil {
		t.Error("https follows no proxy settings")
	}
}

// What the request itself forbids is not the network's fault, and nothing of it is told.
func TestAHeaderThatCannotBeSentIsNotTheNetwork(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { t.Error("it was sent") }))
	defer server.Close()
	u, err := ParseBase(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, read := range []bool{true, false} {
		auth := NewStaticSession(time.Now, func(context.Context) (testSecret, error) { return newTestSecret("s3cret\nnotes"), nil })
		c := New(Options{BaseURL: u, Auth: auth})
		err := c.Do(t.Context(), Call{Op: "list cards", Method: http.MethodGet, Path: []string{"cards"}, Read: read}, nil)
		if !errors.Is(err, client.ErrUnsendable) || errors.Is(err, client.ErrUnreachable) || !client.NotSent(err) {
			t.Errorf("read %v: %v", read, err)
		}
		if text := err.Error(); !strings.Contains(text, "Authorization") || strings.Contains(text, "s3cret") ||
			strings.Contains(text, "network") {
			t.Errorf("read %v: it says %s", read, text)
		}
	}
}
