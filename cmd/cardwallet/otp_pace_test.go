package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/crypto"
)

// codeIssuer notes when it is asked for codes.
type codeIssuer struct {
	client.Issuer
	start     time.Time
	perMinute int
	asked     []time.Duration
	err       error         // of the first answer
	arrives   time.Duration // when there is a code; 0 for never
}

func (i *codeIssuer) PerMinute() int { return i.perMinute }

func (i *codeIssuer) Codes(_ context.Context, card string) ([]client.Code, error) {
	at := time.Since(i.start)
	i.asked = append(i.asked, at)
	if len(i.asked) == 1 && i.err != nil {
		return nil, i.err
	}
	if i.arrives == 0 || at < i.arrives {
		return nil, nil
	}
	since := i.start.Add(i.arrives)
	return []client.Code{{Profile: "ads", CardID: card, ID: "1", Type: client.CodeOTP, Merchant: "Taxi", ReceivedAt: since, ExpiresAt: since.Add(time.Hour),
		Value: client.PlainField(client.FieldCode, crypto.SecretFromString("482913"))}}, nil
}

func seconds(n ...int) []time.Duration {
	out := make([]time.Duration, len(n))
	for i, s := range n {
		out[i] = time.Duration(s) * time.Second
	}
	return out
}

func TestWaitingForACodeAsksOftenWithinTheLimits(t *testing.T) {
	limited := &client.Error{Kind: client.ErrRateLimited, RetryAfter: 7 * time.Second}
	for name, tc := range map[string]struct {
		issuer codeIssuer
		want   []time.Duration
	}{
		"60 a minute":    {codeIssuer{perMinute: 60, arrives: 5 * time.Second}, seconds(0, 2, 4, 6)},
		"10 a minute":    {codeIssuer{perMinute: 10, arrives: 5 * time.Second}, seconds(0, 12)},
		"no limit":       {codeIssuer{arrives: 3 * time.Second}, seconds(0, 2, 4)},
		"asked to wait":  {codeIssuer{perMinute: 60, arrives: time.Second, err: limited}, seconds(0, 7)},
		"nothing, ended": {codeIssuer{perMinute: 10}, seconds(0, 12, 20)},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, issuer := &app{now: time.Now}, tc.issuer
				issuer.start = time.Now()
				code, err := a.awaitCode(t.Context(), client.Account{Profile: "ads", Issuer: &issuer}, client.Card{Profile: "ads", ID: "7"}, 20*time.Second)
				if (err == nil) != (issuer.arrives > 0) || err == nil && code.ID != "1" {
					t.Errorf("%v, %v", code.ID, err)
				}
				if diff := cmp.Diff(tc.want, issuer.asked); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestWatchingCodesPrintsEachOnceAndKeepsToTheLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fast := &codeIssuer{start: time.Now(), perMinute: 60, arrives: 3 * time.Second}
		slow := &codeIssuer{start: time.Now(), perMinute: 12}
		var out, notes bytes.Buffer
		a := &app{now: time.Now, out: &out, err: &notes}
		w := client.NewWallet(client.Account{Profile: "ads", Issuer: fast}, client.Account{Profile: "team", Issuer: slow})
		ctx, cancel := context.WithTimeout(t.Context(), 21*time.Second)
		defer cancel()
		armed := map[string][]client.Card{"ads": {{Profile: "ads", ID: "7"}}, "team": {{Profile: "team", ID: "8"}}}
		if err := a.printCodes(ctx, w, armed, true); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(seconds(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20), fast.asked); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(seconds(0, 10, 20), slow.asked); diff != "" {
			t.Error(diff)
		}
		if n := strings.Count(out.String(), "482913"); n != 1 {
			t.Errorf("printed %d times:\n%s", n, out.String())
		}
	})
}
