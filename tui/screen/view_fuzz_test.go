package screen

import (
	"errors"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// Whatever an issuer sends and however large the terminal is: no panic, nothing outside the cells, nothing that a terminal
// would obey.
func FuzzView(f *testing.F) {
	f.Add("Ads EU", "insufficient balance\ntop the wallet up", 80, 21, uint8(0))
	f.Add("a\x1b]52;c;eA==\x07b\u009bc\u202ed\re", "\x1b[2J\n\x9b1;1H", 60, 13, uint8(3))
	f.Add("世界🇩🇪👩‍👩‍👧", "", 13, 2, uint8(9))
	f.Add("", "\n", -1, 0, uint8(255))
	f.Fuzz(func(t *testing.T, text, problem string, width, height int, state uint8) {
		width, height = width%300, height%100
		issuer := newFakeIssuer()
		env := newEnv(t, client.Account{Profile: text, Kind: text, Issuer: issuer})
		now := time.Unix(1772366400, 0)
		env.Now = func() time.Time { return now }
		card := client.Card{
			Profile: text, Issuer: text, ID: text, Name: text, Status: client.CardActive, IssuerStatus: text, Balance: client.Money{Currency: text},
			Used: usd("1"), Last4: text, TypeID: text, BIN: text, Category: text,
		}
		for i := range int(state % 7) {
			env.Codes.Codes = append(env.Codes.Codes, client.Code{
				Profile: text, CardID: text, ID: string(rune('a' + i)), Merchant: text, Amount: client.Money{Currency: text},
				Type:  []client.CodeType{client.CodeOTP, client.CodeAuthURL, client.CodeType(text)}[i%3],
				Value: issuer.vault.sealed(client.FieldCode, "482913"), ReceivedAt: now, ExpiresAt: now.Add(time.Duration(i-1) * time.Minute),
			})
		}
		if state&8 != 0 {
			env.Codes.Failed[text] = errors.New(problem)
		}
		opened := NewCard(env, card)
		opened.openErr = errors.New(problem)
		codes := NewOTP(env, card)
		for _, c := range codes.live() {
			if state&16 != 0 {
				codes.opened(codeOpenedMsg{code: c, err: errors.New(problem)})
			} else if value, err := c.Value.Open(t.Context()); err == nil {
				codes.opened(codeOpenedMsg{code: c, value: value})
			}
		}
		topUp := NewTopUp(env, card)
		topUp.terms = client.Terms{Currency: text, Refusal: problem}
		topUp.stage = paymentStage(state>>5) % (paymentDone + 1)
		topUp.outcome, topUp.cardErr, topUp.wrong = errors.New(problem), errors.New(problem), errors.New(problem)
		topUp.movement = client.Movement{OrderID: text, Status: client.MovementStatus([]string{"failed", "unknown", "success", "processing"}[state%4]), Description: problem}
		for _, s := range []ui.Screen{opened, codes, topUp} {
			fits(t, s, width, height)
			where, position := s.Title()
			for _, drawn := range []string{stripStyle(s.View(width, height)), where, position} {
				if strings.ContainsAny(strings.ReplaceAll(drawn, "\n", ""), "\x00\x07\x08\t\r\x1b\u007f\u009b\u009d\u202e\u2066\u200b") || strings.ContainsAny(where+position, "\n") {
					t.Fatalf("unsafe: %q", drawn)
				}
			}
		}
	})
}
