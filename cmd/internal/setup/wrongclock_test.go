package setup

import (
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"cardwallet/client/labels"
	"cardwallet/client/sandbox"
	"cardwallet/cmd/internal/run"
)

// A machine whose clock is an hour off: the countdowns of all issuers are right.
func TestCountdownsAreRightOnAMachineWithAWrongClock(t *testing.T) {
	for _, off := range []time.Duration{time.Hour, -time.Hour} {
		t.Run(fmt.Sprint(off), func(t *testing.T) {
			key := &demoKey{}
			box, err := sandbox.Start(t.Context(), sandbox.Options{Seed: 3, FinHubKeyFrom: key.public, RateLimit: -1})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = box.Close() })
			a := &command{&run.App{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard,
				Now: func() time.Time { return time.Now().Add(off) }}}
			a.Names = labels.New(filepath.Join(t.TempDir(), "labels.json"))
			w, err := a.demoWallet(box, key)
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			good := regexp.MustCompile(`good for (about )?(5:00|4:[345]\d)$`)
			for profile, issuer := range map[string]string{"fin": "finhub", "ads": "aurex", "team": "linora"} {
				raised, err := box.Purchase(sandbox.Purchase{Issuer: issuer, TTL: 5 * time.Minute, Confirm: -1, Merchant: "Corner Shop"})
				if err != nil {
					t.Fatal(err)
				}
				account, _ := w.Account(profile)
				codes, err := account.Issuer.Codes(t.Context(), raised.CardID)
				if err != nil || len(codes) != 1 {
					t.Fatalf("%s: %d codes, %v", profile, len(codes), err)
				}
				if line := run.CodeLine(account, codes[0], account.Now(a.Now())); !good.MatchString(line) {
					t.Errorf("%s: %s", profile, line)
				}
			}
		})
	}
}
