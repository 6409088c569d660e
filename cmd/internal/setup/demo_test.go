package setup

import (
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/labels"
	"cardwallet/client/sandbox"
	"cardwallet/cmd/internal/run"
)

// A newcomer who opens the codes of any card that can buy sees one arrive, at each of the issuers, and only one.
func TestOpeningTheCodesOfACardInTheDemoBringsOne(t *testing.T) {
	var mu sync.Mutex
	clock := time.Now()
	now := func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return clock
	}
	pass := func(d time.Duration) {
		mu.Lock()
		defer mu.Unlock()
		clock = clock.Add(d)
	}
	key := &demoKey{}
	box, err := sandbox.Start(t.Context(), sandbox.Options{Seed: 5, FinHubKeyFrom: key.public, RateLimit: -1, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	a := &command{&run.App{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard, Now: now}}
	a.Names = labels.New(filepath.Join(t.TempDir(), "labels.json"))
	w, err := a.demoWallet(box, key)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for _, account := range w.Accounts() {
		cards, err := account.Cards(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		card := cards[slices.IndexFunc(cards, func(c client.Card) bool { return c.Status == client.CardActive })]
		codes := func() int {
			codes, err := account.Issuer.Codes(t.Context(), card.ID)
			if err != nil {
				t.Fatal(err)
			}
			return len(codes)
		}
		before := codes()
		if before > 0 {
			t.Fatalf("%s: %d codes before anything was bought", account.Profile, before)
		}
		buysWith(box)(card)
		pass(2500 * time.Millisecond) // the screen asks at once, and then this often
		if got := codes(); got != 1 {
			t.Errorf("%s: %d codes after 2.5 s", account.Profile, got)
		}
		buysWith(box)(card)
		pass(10 * time.Second)
		if got := codes(); got != 1 {
			t.Errorf("%s: opened once more, and %d codes are there", account.Profile, got)
		}
	}
}
