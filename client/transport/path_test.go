package transport

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseBase(t *testing.T) {
	for in, want := range map[string]bool{
		"https://aurex.cash/api/dashboard": true, "http://127.0.0.1:8080/x": true, "http://[::1]:1": true, "http://localhost": true,
		"http://LOCALHOST:1": true,
		"http://aurex.cash":  false, "http://localhost.evil.example": false, "ftp://aurex.cash": false, "aurex.cash": false, "": false,
		"https://u:p@aurex.cash": false, "https://aurex.cash/?key=1": false, "https://aurex.cash/#x": false, "mailto:x@y": false,
	} {
		if _, err := ParseBase(in); (err == nil) != want {
			t.Errorf("%s: got %v", in, err)
		}
	}
}

func TestJoin(t *testing.T) {
	base, err := ParseBase("https://aurex.cash/api%2Fv1/")
	if err != nil {
		t.Fatal(err)
	}
	got, err := join(base, []string{"users", "a/b ?#%", "ü"}, false)
	if err != nil || got.String() != "https://aurex.cash/api%2Fv1/users/a%2Fb%20%3F%23%25/%C3%BC" {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestExpand(t *testing.T) {
	values := map[string]string{"userId": "u/1", "cardId": "c&x={userId}"}
	call, err := Expand("/users/{userId}/otp?cardId={cardId}&v=1", values)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"users", "u/1", "otp"}, call.Path); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("cardId=c%26x%3D%7BuserId%7D&v=1", url.Values(call.Query).Encode()); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{"users/{id}", "users/{userId", "users/{}", "users/}{", "users/{{userId}}", "users/x{user-id}", "x?%zz"} {
		if _, err := Expand(bad, values); err == nil {
			t.Errorf("%s is accepted", bad)
		}
	}
}

func TestExpandWithinElements(t *testing.T) {
	base, err := ParseBase("https://linora.example/v1")
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{"userId": "u/1", "cardId": "c {userId}", "dot": ".", "none": ""}
	for template, want := range map[string]string{
		"/cards/{cardId}.json":         "/v1/cards/c%20%7BuserId%7D.json",
		"cards/{userId}:{cardId}":      "/v1/cards/u%2F1:c%20%7BuserId%7D",
		"/cards/":                      "/v1/cards/",
		"cards/{userId}/":              "/v1/cards/u%2F1/",
		"cards/{userId}/?a=x-{userId}": "/v1/cards/u%2F1/?a=x-u%2F1",
		"cards/x{dot}":                 "/v1/cards/x.",
		"cards/{dot}{dot}":             "refused", // would name another page
		"cards/{none}.json":            "refused",
		"cards/{none}/":                "refused",
		"/":                            "refused",
	} {
		got := "refused"
		call, err := Expand(template, values)
		if err != nil {
			t.Errorf("%s: %v", template, err)
		}
		if u, err := join(base, call.Path, call.Slash); err == nil {
			u.RawQuery = url.Values(call.Query).Encode()
			got = u.RequestURI()
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", template, got, want)
		}
	}
}
