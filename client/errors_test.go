package client_test

import (
	"errors"
	"testing"
	"time"

	"cardwallet/client"
)

func TestErrorsSayWhatFailedAndWhatToDo(t *testing.T) {
	for want, e := range map[string]client.Error{
		"p: read the card: not found: the issuer says \"Card not found\" (http 200, code \"-1\", request \"r1\")\n" +
			"list what there is with: cardwallet cards": {
			Kind: client.ErrNotFound, Op: "read the card", Card: true, Status: 200, Code: "-1", Message: "Card not found", RequestID: "r1"},
		"p: read balances: not found (http 404)\n" +
			"check base_url, and the ids that you gave": {Kind: client.ErrNotFound,
			Op: "read balances", Status: 404},
		"p: top up: refused by the issuer (http 400)\n" +
			"nothing was changed; --debug FILE logs what was asked and how it was answered": {Kind: client.ErrRefused, Op: "top up",
			Status: 400},
		"p: top up: refused by the issuer: no remark": {Kind: client.ErrRefused, Op: "top up", Cause: errors.New("no remark"), NotSent: true},
		"p: top up: insufficient balance (http 409)\n" +
			"see what is there with: cardwallet balances": {Kind: client.ErrInsufficient, Op: "top up",
			Status: 409},
		"p: list cards: not allowed (http 401)\n" +
			"check the profile's credentials with: cardwallet doctor": {Kind: client.ErrNotAllowed,
			Op: "list cards", Status: 401},
		"p: list cards: rate limited (http 429)\n" +
			"wait 7s and try again": {Kind: client.ErrRateLimited,
			Op: "list cards", Status: 429, RetryAfter: 7 * time.Second},
		"p: list cards: unreachable (http 503)\n" +
			"that is trouble at the issuer, or on the way there: try again later": {Kind: client.ErrUnreachable,
			Op: "list cards", Status: 503},
		"p: list cards: unreachable: refused\n" +
			"check the network and base_url, then try again": {Kind: client.ErrUnreachable,
			Op: "list cards", Cause: errors.New("refused")},
		"p: list cards: unreadable answer: not JSON (http 200)\n" +
			"check base_url; --debug FILE logs what was asked and how it was answered": {Kind: client.ErrGarbage, Op: "list cards", Status: 200,
			Cause: errors.New("not JSON")},
		"p: list cards: unreachable: a proxy answered (http 403)\n" +
			"check the network, its proxy or firewall, and base_url; --debug FILE logs what was asked and how it was answered": {
			Kind: client.ErrUnreachable, Op: "list cards", Status: 403, Gateway: true, Cause: errors.New("a proxy answered")},
		"p: list cards: unreachable: a proxy answered (http 407)\nthe proxy asks for a name and a password: give them in HTTPS_PROXY": {
			Kind: client.ErrUnreachable, Op: "list cards", Status: 407, Gateway: true, Cause: errors.New("a proxy answered")},
		"p: list cards: not allowed: a proxy answered (http 401)\n" +
			"check the network, its proxy or firewall, and base_url; if it was the issuer, the profile's credentials with: cardwallet doctor": {
			Kind: client.ErrNotAllowed, Op: "list cards", Status: 401, Gateway: true, Cause: errors.New("a proxy answered")},
		"p: list cards: unreachable: a proxy answered (http 502)\nthat is trouble at the issuer, or on the way there: try again later": {
			Kind: client.ErrUnreachable, Op: "list cards", Status: 502, Gateway: true, Cause: errors.New("a proxy answered")},
		"p: log in: unreachable: no login (http 404)\n" +
			"check login_url": {Kind: client.ErrUnreachable, Op: "log in", Status: 404, Cause: errors.New("no login"), Hint: "check login_url"},
	} {
		e.Profile = "p"
		if got := e.Error(); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}

func TestBadCredentialsAreTheIssuersWord(t *testing.T) {
	for _, tt := range []struct {
		e    client.Error
		want bool
	}{
		{client.Error{Kind: client.ErrNotAllowed, Status: 401}, true},
		{client.Error{Kind: client.ErrNotAllowed, Status: 200, Code: "401"}, true},
		{client.Error{Kind: client.ErrNotAllowed, Status: 401, Gateway: true}, false},
		{client.Error{Kind: client.ErrNotAllowed, Status: 403}, false},
		{client.Error{Kind: client.ErrUnreachable, Status: 407, Gateway: true}, false},
	} {
		if got := client.BadCredentials(&tt.e); got != tt.want {
			t.Errorf("%+v: %v", tt.e, got)
		}
	}
}
