package plan

import (
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/words"
)

func TestClock(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Hour:              "0:00",
		0:                       "0:00",
		time.Millisecond:        "0:01",
		time.Second:             "0:01",
		59*time.Second + 1:      "1:00",
		5 * time.Minute:         "5:00",
		61*time.Minute + 5*1e09: "61:05",
	} {
		if got := Clock(d); got != want {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
}

func TestDescribe(t *testing.T) {
	amount, err := client.ParseMoney("25", "USD")
	if err != nil {
		t.Fatal(err)
	}
	for want, m := range map[string]client.Movement{
		"top-up of 25.00 USD": {Kind: client.MoveTopUp, Amount: amount},
		"top-up of unknown":   {Kind: client.MoveTopUp},
		"PIN change":          {Kind: client.MovePIN},
		"swap of 25.00 USD":   {Kind: "swap", Amount: amount},
	} {
		if got := Describe(m); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestOnlyAFailedMovementIsCalledSo(t *testing.T) {
	for status, want := range map[client.MovementStatus]string{
		client.MovementFailed: "failed", client.MovementUnknown: "outcome unknown", "": "outcome unknown", "new": "outcome unknown",
	} {
		if got := StatusSentence(status); got != want {
			t.Errorf("%q: %q, want %q", status, got, want)
		}
		if word := words.OfMovement(status).Word; word != strings.TrimPrefix(want, "outcome ") {
			t.Errorf("%q: %q in short", status, word)
		}
	}
}

func TestWordsOfACodeThatIsNotKnown(t *testing.T) {
	if got, want := WordsOfCode("passkey"), (CodeWords{Name: "code", What: "passkey", Note: "passkey"}); got != want {
		t.Errorf("%+v", got)
	}
}
