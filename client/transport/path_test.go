package transport

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseBase(t *testing.T) {
	for in, want := range map[string]bool{
		"https://aurex.cash/api/dashboard": true, "http://127.0.0.1:8080/x": true, "http://[::1]:1": true, "http://localhost": true,
		"http://aurex.cash": false, "http://localhost.evil.example": false, "ftp://aurex.cash": false, "aurex.cash": false, "": false,
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
	got, err := join(base, []string{"users", "a/b ?#%", "ü"})
	if err != nil || got.String() != "https://aurex.cash/api%2Fv1/users/a%2Fb%20%3F%23%25/%C3%BC" {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestExpand(t *testing.T) {
	values := map[string]string{"userId": "u/1", "cardId": "c&x={userId}"}
	path, query, err := Expand("/users/{userId}/otp?cardId={cardId}&v=1", values)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"users", "u/1", "otp"}, path); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("cardId=c%26x%3D%7BuserId%7D&v=1", query.Encode()); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{"users/{id}", "users/{userId", "users/x{userId}", "x?%zz"} {
		if _, _, err := Expand(bad, values); err == nil {
			t.Errorf("%s is accepted", bad)
		}
	}
}
