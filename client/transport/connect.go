package transport

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"cardwallet/client/abreast"
)

// connections are those that requests go over, by the scheme of their address.
type connections struct{ secure, plain *http.Transport }

// newConnections has them keep to the timeouts. https follows the environment's settings for proxies. http is for this machine alone: no
// proxy gets to see what stands in the clear there, and where a name leads elsewhere, nothing is connected.
func newConnections(t Timeouts) connections {
	dialer := net.Dialer{Timeout: t.Dial}
	secure := &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           dialer.DialContext,
		TLSHandshakeTimeout:   t.Dial,
		ResponseHeaderTimeout: t.Header,
		MaxIdleConnsPerHost:   abreast.Most + 8, // the pages of a list are asked for at once, beside what else is
		IdleConnTimeout:       90 * time.Second,
		ForceAttemptHTTP2:     true,
	}
	here := dialer
	here.ControlContext = hereOnly
	plain := secure.Clone()
	plain.Proxy, plain.DialContext = nil, here.DialContext
	return connections{secure, plain}
}

// RoundTrip sends a request over the connections for its scheme.
func (c connections) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme == "http" {
		return c.plain.RoundTrip(r)
	}
	return c.secure.RoundTrip(r)
}

// both are the two, for what holds for each.
func (c connections) both() []*http.Transport { return []*http.Transport{c.secure, c.plain} }

// elsewhereError says that a name of this machine leads to another one.
type elsewhereError struct{ address string }

// Error says where the name leads, and what to do.
func (e *elsewhereError) Error() string {
	return fmt.Sprintf("http:// is for this machine only, and the name leads to %s\n"+
		"look at what resolves it (/etc/hosts), or use https://", e.address)
}

// hereOnly refuses an address that is not of this machine before anything is sent to it.
func hereOnly(_ context.Context, _, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !at.Addr().Unmap().IsLoopback() {
		return &elsewhereError{address}
	}
	return nil
}
