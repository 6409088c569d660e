package transport

import (
	"testing"

	"pgregory.net/rapid"
)

func TestParseAddressGivesOneHost(t *testing.T) {
	for in, want := range map[string]string{
		"HTTPS://Aurex.Cash:443/api":       "https://aurex.cash/api",
		"https://aurex.cash./api":          "https://aurex.cash/api",
		"https://aurex.cash:8443/API/":     "https://aurex.cash:8443/API/",
		"https://aurex.cash:0443":          "https://aurex.cash",
		"https://aurex.cash:":              "https://aurex.cash",
		"https://BÜCHER.example/x":         "https://xn--bcher-kva.example/x",
		"https://bu\u0308cher.example/x":   "https://xn--bcher-kva.example/x",
		"https://xn--bcher-kva.example/x":  "https://xn--bcher-kva.example/x",
		"https://ａｕｒｅｘ.cash/x":             "https://aurex.cash/x",
		"http://LOCALHOST:8080":            "http://localhost:8080",
		"http://localhost.:80":             "http://localhost",
		"http://[::ffff:127.0.0.1]:1":      "http://127.0.0.1:1",
		"http://[0:0:0:0:0:0:0:1]:1/x":     "http://[::1]:1/x",
		"https://[2001:DB8::0:1]/x":        "https://[2001:db8::1]/x",
		"https://a_b.example":              "https://a_b.example",
		"https://host.example/%2Fa/./b//c": "https://host.example/%2Fa/./b//c", // the path is the issuer's
	} {
		u, err := ParseAddress("base_url", in)
		if err != nil || u.String() != want {
			t.Errorf("%s: got %v, %v, want %s", in, u, err, want)
		}
	}
	for _, in := range []string{"https://:443/x", "https://./x", "https://\u200d.example/x", "http://127.0.0.1.example",
		"http://localhost.localdomain"} {
		if u, err := ParseAddress("base_url", in); err == nil {
			t.Errorf("%s is taken as %s", in, u)
		}
	}
}

// However an address is written, it is one; and what is another one stays another one.
func TestIdentityIsTheSameForAllSpellings(t *testing.T) {
	hosts := [][]string{
		{"aurex.cash", "AUREX.cash", "aurex.cash.", "Aurex.Cash."},
		{"bücher.example", "BÜCHER.example", "xn--bcher-kva.example", "XN--BCHER-KVA.Example."},
		{"localhost", "LOCALHOST", "localhost.", "127.0.0.1", "127.9.9.9", "[::1]", "[0::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]"},
		{"192.0.2.1", "[::ffff:192.0.2.1]"},
		{"[2001:db8::1]", "[2001:DB8:0:0::1]"},
	}
	ports := [][]string{{"", ":", ":443", ":0443"}, {":8443", ":08443"}, {":80"}}
	paths := [][]string{
		{"/api/dashboard", "/api/dashboard/", "//api//dashboard", "/api/./dashboard", "/./api/x/../dashboard//", "/%61pi/dashboard",
			"/api/dashboard/."},
		{"/API/dashboard"}, {"/api"}, {"", "/", "//", "/.", "/./"},
	}
	rapid.Check(t, func(t *rapid.T) {
		draw := func() (classes [3]int, identity, text string) {
			text = rapid.SampledFrom([]string{"https", "HTTPS", "Https"}).Draw(t, "scheme") + "://"
			for i, of := range [][][]string{hosts, ports, paths} {
				classes[i] = rapid.IntRange(0, len(of)-1).Draw(t, "class")
				text += rapid.SampledFrom(of[classes[i]]).Draw(t, "spelling")
			}
			u, err := ParseBase(text)
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			return classes, Identity(u), text
		}
		first, one, spelled := draw()
		second, other, otherwise := draw()
		if (first == second) != (one == other) {
			t.Fatalf("%s is %s, and %s is %s", spelled, one, otherwise, other)
		}
	})
}
