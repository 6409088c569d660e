package screentest

import (
	"errors"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Hostile is what every screen must stand: an issuer that sends text and problem wherever it sends words, and state, which chooses how
// far the screen has come.
type Hostile struct {
	Env           *screen.Env
	Card          client.Card
	Text, Problem string
	State         uint8
}

// Err is a fresh error that says the problem.
func (h Hostile) Err() error { return errors.New(h.Problem) }

// FuzzScreens draws what screens makes of hostile text: whatever an issuer sends and however large the terminal is, there is no panic,
// nothing outside the cells and nothing that a terminal would obey.
func FuzzScreens(f *testing.F, screens func(Hostile) []ui.Screen) {
	f.Add("Ads EU", "insufficient balance\ntop the wallet up", 80, 21, uint8(0))
	f.Add("a\x1b]52;c;eA==\x07b\u009bc\u202ed\re", "\x1b[2J\n\x9b1;1H", 60, 13, uint8(3))
	f.Add("世界🇩🇪👩‍👩‍👧", "", 13, 2, uint8(9))
	f.Add("", "\n", -1, 0, uint8(255))
	f.Add("\u202e", "0", 60, 13, uint8('d')) // was drawn once by a field that it was pasted into
	f.Fuzz(func(t *testing.T, text, problem string, width, height int, state uint8) {
		width, height = width%300, height%100
		for _, s := range screens(newHostile(t, text, problem, state)) {
			Fits(t, s, width, height)
			where, position := s.Title()
			if strings.Contains(where+position, "\n") {
				t.Fatalf("a title of several lines: %q %q", where, position)
			}
			for _, drawn := range []string{StripStyle(s.View(width, height)), where, position} {
				if strings.ContainsAny(strings.ReplaceAll(drawn, "\n", ""), "\x00\x07\x08\t\r\x1b\u007f\u009b\u009d\u202e\u2066\u200b") {
					t.Fatalf("unsafe: %q", drawn)
				}
			}
		}
	})
}

// newHostile returns an account with one card and up to six codes, some of them over. All words in them are text.
func newHostile(t *testing.T, text, problem string, state uint8) Hostile {
	issuer := NewFakeIssuer()
	env := NewEnv(t, client.Account{Profile: text, Kind: text, Issuer: issuer})
	now := time.Unix(1772366400, 0)
	env.Now = func() time.Time { return now }
	for i := range int(state % 7) {
		env.Codes.Codes = append(env.Codes.Codes, client.Code{
			Profile: text, CardID: text, ID: string(rune('a' + i)), Merchant: text, Amount: client.Money{Currency: text},
			Type:  []client.CodeType{client.CodeOTP, client.CodeAuthURL, client.CodeType(text)}[i%3],
			Value: issuer.Vault.Sealed(client.FieldCode, "482913"), ReceivedAt: now, ExpiresAt: now.Add(time.Duration(i-1) * time.Minute),
		})
	}
	h := Hostile{Env: env, Text: text, Problem: problem, State: state, Card: client.Card{
		Profile: text, Issuer: text, ID: text, Name: text, Status: client.CardActive, IssuerStatus: text, Balance: client.Money{Currency: text},
		Used: Usd("1"), Last4: text, TypeID: text, BIN: text, Category: text,
	}}
	if state&8 != 0 {
		env.Codes.Failed[text] = h.Err()
	}
	return h
}
