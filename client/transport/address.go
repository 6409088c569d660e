package transport

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"path"
	"strings"

	"golang.org/x/net/idna"
)

// ParseAddress checks an address that a config gives: https, or http for loopback only, without a user or a fragment. setting is its
// name there. The host comes back in its one spelling (lower case, ASCII, without the dot at its end), and without a port that is the
// scheme's own: so every check of the host is about the host that is dialed.
func ParseAddress(setting, text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.Opaque != "" {
		return nil, fmt.Errorf("%s is not a web address\nwrite it as https://host/path", setting)
	}
	host, err := normalHost(u.Hostname())
	if err != nil {
		return nil, fmt.Errorf("%s has a host that cannot be\nwrite it as https://host/path", setting)
	}
	switch {
	case u.User != nil || u.Fragment != "":
		return nil, fmt.Errorf("%s must not hold a user or a fragment", setting)
	case u.Scheme == "http" && !loopback(host), u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("%s must begin with https://\nhttp:// is for this machine only (localhost, 127.0.0.1)", setting)
	}
	u.Host = joinPort(host, normalPort(u.Scheme, u.Port()))
	return u, nil
}

// ParseBase checks an issuer's base URL, which has no query either.
func ParseBase(text string) (*url.URL, error) {
	u, err := ParseAddress("base_url", text)
	if err == nil && (u.RawQuery != "" || u.ForceQuery) {
		return nil, fmt.Errorf("base_url must not hold a query")
	}
	return u, err
}

// Identity is the same for all spellings of an address that ParseAddress returned: the path is clean, and all names of this machine are
// one. It tells addresses apart and is not to be dialed.
func Identity(u *url.URL) string {
	host := u.Hostname()
	if ip, err := netip.ParseAddr(host); loopback(host) || err == nil && ip.IsUnspecified() { // which reaches this machine too
		host = "localhost"
	}
	return u.Scheme + "://" + joinPort(host, u.Port()) + strings.TrimSuffix(path.Clean("/"+u.Path), "/")
}

// normalHost gives the one spelling of a host: of a name as DNS has it (RFC 5891), of a number as RFC 5952 writes it.
func normalHost(host string) (string, error) {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.Unmap().String(), nil
	}
	name, err := idna.Lookup.ToASCII(strings.TrimSuffix(host, "."))
	if err != nil && isASCII(host) {
		name, err = strings.ToLower(strings.TrimSuffix(host, ".")), nil // an underscore, for one: no name by the book, and used all the same
	}
	if err == nil && name == "" {
		err = fmt.Errorf("no name")
	}
	return name, err
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 0x7f })
}

// normalPort is empty for a port that the scheme has anyway (RFC 3986, section 6.2.3).
func normalPort(scheme, port string) string {
	if digits := strings.TrimLeft(port, "0"); digits != "" {
		port = digits
	}
	if scheme == "https" && port == "443" || scheme == "http" && port == "80" {
		return ""
	}
	return port
}

func joinPort(host, port string) string {
	switch {
	case port != "":
		return net.JoinHostPort(host, port)
	case strings.Contains(host, ":"):
		return "[" + host + "]"
	}
	return host
}

// loopback reports whether a host in its one spelling is this machine.
func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
