package dashboard_test

import (
	"testing"
	"time"

	"cardwallet/client/dashboard"
	"cardwallet/client/sandbox"
)

func TestCodeOfTheSandbox(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		for _, notFound := range []bool{false, true} {
			now := newClock()
			d, box := x.start(t, sandbox.Options{Seed: 1, Now: now.Now, NoCode404: notFound})
			id := box.CardIDs(x.name)[0]
			if codes, err := d.Codes(t.Context(), id); err != nil || len(codes) != 0 {
				t.Errorf("before a purchase: %v, %v", codes, err)
			}
			raised, err := box.Purchase(sandbox.Purchase{Issuer: x.name, CardID: id, Confirm: -1})
			if err != nil {
				t.Fatal(err)
			}
			now.Add(10 * time.Second)
			first, err := d.Codes(t.Context(), id)
			if err != nil || len(first) != 1 || open(t, first[0].Value) != raised.Value || !first[0].ExpiresAt.Equal(raised.Expires) ||
				first[0].ExpiryAssumed {
				t.Fatalf("got %+v, %v, want %+v", first, err, raised)
			}
			// Asked again it is the same code, and its countdown goes on.
			now.Add(30*time.Second + 400*time.Millisecond)
			again, err := d.Codes(t.Context(), id)
			if err != nil || len(again) != 1 || again[0].Key() != first[0].Key() || again[0].ExpiresAt != first[0].ExpiresAt ||
				again[0].ReceivedAt != first[0].ReceivedAt {
				t.Errorf("again: %+v, %v", again, err)
			}
			if _, err := box.Purchase(sandbox.Purchase{Issuer: x.name, CardID: id, Confirm: -1}); err != nil {
				t.Fatal(err)
			}
			next, err := d.Codes(t.Context(), id)
			if err != nil || len(next) != 1 || next[0].Key() == first[0].Key() {
				t.Errorf("next: %+v, %v", next, err)
			}
			now.Add(time.Hour)
			if codes, err := d.Codes(t.Context(), id); err != nil || len(codes) != 0 {
				t.Errorf("an hour later: %v, %v", codes, err)
			}
		}
	})
}

// The receipt of a code is stamped with the issuer's time, which its Date header tells.
func TestCodeWithALocalClockThatIsFarOff(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		issuer := newClock()
		d, box := x.start(t, sandbox.Options{Seed: 1, Now: issuer.Now}, func(o *dashboard.Options) {
			o.Now = func() time.Time { return issuer.Now().Add(-time.Hour) }
		})
		id := box.CardIDs(x.name)[0]
		if _, err := box.Purchase(sandbox.Purchase{Issuer: x.name, CardID: id, Confirm: -1}); err != nil {
			t.Fatal(err)
		}
		codes, err := d.Codes(t.Context(), id)
		if err != nil || len(codes) != 1 || codes[0].ReceivedAt.Sub(issuer.Now()).Abs() > time.Second {
			t.Errorf("got %+v, %v at %v", codes, err, issuer.Now())
		}
	})
}
