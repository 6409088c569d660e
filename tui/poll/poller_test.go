package poll

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/crypto"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// asked records when an issuer was asked for codes, as time since the start.
type asked struct {
	client.Issuer
	start time.Time
	at    []time.Duration
	cards []string
	codes []client.Code
	err   error
	slow  time.Duration
	now   int // requests under way
	most  int
}

func (a *asked) request(ctx context.Context, card string) ([]client.Code, error) {
	a.now++
	a.most = max(a.most, a.now)
	a.at = append(a.at, time.Since(a.start))
	a.cards = append(a.cards, card)
	select {
	case <-time.After(a.slow):
	case <-ctx.Done():
	}
	a.now--
	return a.codes, a.err
}

func (a *asked) Codes(ctx context.Context, card string) ([]client.Code, error) {
	return a.request(ctx, card)
}

type askedFeed struct{ *asked }

func (a askedFeed) AllCodes(ctx context.Context) ([]client.Code, error) {
	return a.request(ctx, "all")
}

// play runs commands the way Bubble Tea does, one Update at a time, until the time is over. It runs in a synctest bubble.
func play(p *Poller, limit time.Duration, start tea.Cmd, at map[time.Duration]func() tea.Cmd) {
	msgs := make(chan tea.Msg)
	ctx, cancel := context.WithTimeout(p.env.Ctx, limit)
	defer cancel()
	p.env.Ctx = ctx
	var running sync.WaitGroup
	defer running.Wait()
	var run func(cmd tea.Cmd)
	run = func(cmd tea.Cmd) {
		if cmd == nil {
			return
		}
		running.Go(func() {
			msg := cmd()
			if batch, ok := msg.(tea.BatchMsg); ok {
				for _, c := range batch {
					run(c)
				}
				return
			}
			select {
			case msgs <- msg:
			case <-ctx.Done():
			}
		})
	}
	type later struct{ f func() tea.Cmd }
	for wait, f := range at {
		run(ui.After(ctx, wait, later{f}))
	}
	run(start)
	for {
		select {
		case <-ctx.Done():
			return
		case msg := <-msgs:
			switch msg := msg.(type) {
			case later:
				run(msg.f())
			case screen.Reply:
				run(msg.Deliver())
			case AnswerMsg:
				_, _, cmd := p.OnAnswer(msg)
				run(cmd)
			}
		}
	}
}

func testPoller(t *testing.T, accounts ...client.Account) *Poller {
	return NewPoller(&screen.Env{Ctx: t.Context(), Wallet: client.NewWallet(accounts...), Now: time.Now, Codes: screen.NewCodeBook()})
}

func TestPollerAsksOftenOnlyWhileArmed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		feed := &asked{start: time.Now()}
		p := testPoller(t, client.Account{Profile: "fin", Issuer: askedFeed{feed}})
		card := client.Card{Profile: "fin", ID: "1"}
		play(p, 48*time.Second, p.AskAll(), map[time.Duration]func() tea.Cmd{
			20 * time.Second: func() tea.Cmd { return p.Arm(card) },
			26 * time.Second: func() tea.Cmd { delete(p.env.Codes.Armed, card.Key()); return nil },
		})
		want := []time.Duration{0, 15 * time.Second, 20 * time.Second, 22500 * time.Millisecond, 25 * time.Second, 27500 * time.Millisecond,
			42500 * time.Millisecond}
		if diff := cmp.Diff(want, feed.at); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPollerAsksForArmedCardsOnlyWhereThereIsNoFeed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		issuer := &asked{start: time.Now()}
		p := testPoller(t, client.Account{Profile: "ads", Issuer: issuer})
		play(p, 29*time.Second, p.AskAll(), map[time.Duration]func() tea.Cmd{
			20 * time.Second: func() tea.Cmd { return p.Arm(client.Card{Profile: "ads", ID: "1"}) },
			21 * time.Second: func() tea.Cmd { return p.Arm(client.Card{Profile: "ads", ID: "2"}) },
			27 * time.Second: func() tea.Cmd { clear(p.env.Codes.Armed); return nil },
			28 * time.Second: func() tea.Cmd { return p.AskAll() },
		})
		if diff := cmp.Diff([]string{"1", "1", "2", "1", "2"}, issuer.cards); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPollerAsksNothingWhilePaused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		feed := &asked{start: time.Now()}
		p := testPoller(t, client.Account{Profile: "fin", Issuer: askedFeed{feed}})
		value := crypto.SecretFromString("482913")
		play(p, 69*time.Second, p.AskAll(), map[time.Duration]func() tea.Cmd{
			20 * time.Second: func() tea.Cmd {
				p.env.Codes.Codes = []client.Code{{Profile: "fin", CardID: "1", Value: client.PlainField(client.FieldCode, value)}}
				p.Pause()
				return p.Arm(client.Card{Profile: "fin", ID: "1"})
			},
			60 * time.Second: p.Resume,
		})
		want := []time.Duration{0, 15 * time.Second, 60 * time.Second, 62500 * time.Millisecond, 65 * time.Second, 67500 * time.Millisecond}
		if diff := cmp.Diff(want, feed.at); diff != "" {
			t.Error(diff)
		}
		if !value.IsZero() || len(p.env.Codes.Codes) != 0 {
			t.Error("a code is left while nobody is there")
		}
	})
}

func TestPollerHasOneRequestUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		feed := &asked{start: time.Now(), slow: 4 * time.Second}
		p := testPoller(t, client.Account{Profile: "fin", Issuer: askedFeed{feed}})
		play(p, 11*time.Second, p.AskAll(), map[time.Duration]func() tea.Cmd{
			1 * time.Second: func() tea.Cmd { return p.AskAll() },
			2 * time.Second: func() tea.Cmd { return p.Arm(client.Card{Profile: "fin", ID: "1"}) },
		})
		if feed.most != 1 {
			t.Errorf("%d requests at once", feed.most)
		}
		if diff := cmp.Diff([]time.Duration{0, 4 * time.Second, 10500 * time.Millisecond}, feed.at); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPollerWaitsLongerAfterFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		failure := &client.Error{Kind: client.ErrRateLimited, Profile: "fin", RetryAfter: 40 * time.Second}
		feed := &asked{start: time.Now(), err: failure}
		p := testPoller(t, client.Account{Profile: "fin", Issuer: askedFeed{feed}})
		play(p, 125*time.Second, p.AskAll(), nil)
		if diff := cmp.Diff([]time.Duration{0, 40 * time.Second, 100 * time.Second}, feed.at); diff != "" {
			t.Error(diff)
		}
		if !errors.Is(p.env.Codes.Failed["fin"], client.ErrRateLimited) {
			t.Errorf("recorded: %v", p.env.Codes.Failed["fin"])
		}
	})
}

func TestMergeKeepsWhatIsKnownAndForgetsTheOld(t *testing.T) {
	now := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	p := testPoller(t, client.Account{Profile: "fin", Issuer: askedFeed{&asked{}}})
	p.env.Now = func() time.Time { return now }
	a := p.accounts[0]
	code := func(id string, age, good time.Duration, assumed bool) client.Code {
		return client.Code{Profile: "fin", CardID: "1", ID: id, ReceivedAt: now.Add(-age), ExpiresAt: now.Add(good - age), ExpiryAssumed: assumed,
			Value: client.PlainField(client.FieldCode, crypto.SecretFromString("482913"))}
	}
	ids := func() (ids []string) {
		for _, c := range p.env.Codes.Codes {
			ids = append(ids, c.ID)
		}
		return ids
	}
	a.busy = true
	fresh, _, _ := p.OnAnswer(AnswerMsg{asking: a, at: now, codes: []client.Code{code("older", time.Minute, 5*time.Minute, true),
		code("newer", 0, 5*time.Minute, false), code("ancient", time.Hour, time.Minute, false)}})
	if len(fresh) != 2 || fresh[0].ID != "newer" {
		t.Errorf("fresh: %v", fresh)
	}
	if diff := cmp.Diff([]string{"newer", "older"}, ids()); diff != "" {
		t.Error(diff)
	}

	p.env.Codes.Copied["fin/1/newer"] = true
	first := p.env.Codes.Codes[1]
	again := code("older", 0, 5*time.Minute, true) // asked for later, so it looks younger
	fresh, _, _ = p.OnAnswer(AnswerMsg{asking: a, at: now, codes: []client.Code{again}})
	if have := p.env.Codes.Codes[1]; len(fresh) != 0 || !have.ExpiresAt.Equal(first.ExpiresAt) || !have.Value.Present() ||
		again.Value.Present() {
		t.Errorf("a known code became younger: %v, fresh %d", have.ExpiresAt, len(fresh))
	}
	p.OnAnswer(AnswerMsg{asking: a, at: now, codes: []client.Code{code("older", time.Minute, 3*time.Minute, false)}})
	if have := p.env.Codes.Codes[1]; have.ExpiryAssumed || !have.ExpiresAt.Equal(now.Add(2*time.Minute)) {
		t.Errorf("a real expiry does not replace an assumed one: %v", have.ExpiresAt)
	}

	gone := p.env.Codes.Codes[0]
	now = now.Add(16 * time.Minute)
	p.OnAnswer(AnswerMsg{asking: a, at: now})
	if len(p.env.Codes.Codes) != 0 || gone.Value.Present() || p.env.Codes.Copied["fin/1/newer"] {
		t.Errorf("left: %v", ids())
	}
}

// sealedIn is an opener for values that are written beside what sealing made of them.
type sealedIn struct{}

func (sealedIn) Open(_ context.Context, sealed string) (crypto.Secret, error) {
	return crypto.SecretFromString(strings.Split(sealed, ".")[0]), nil
}

func TestMergeTakesTheValueThatIsThereNow(t *testing.T) {
	now := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	p := testPoller(t, client.Account{Profile: "fin", Issuer: askedFeed{&asked{}}})
	p.env.Now = func() time.Time { return now }
	answer := func(sealed string, seen time.Duration, assumed bool) (fresh []client.Code) {
		received := now.Add(-time.Minute)
		if assumed {
			received = now.Add(seen)
		}
		fresh, _, _ = p.OnAnswer(AnswerMsg{asking: p.accounts[0], at: now,
			codes: []client.Code{{Profile: "fin", CardID: "1", ID: "t-1", ReceivedAt: received, Seen: now.Add(seen),
				TimeAssumed: assumed, ExpiresAt: received.Add(5 * time.Minute), ExpiryAssumed: true,
				Value: client.SealedField(client.FieldCode, sealed, sealedIn{})}}})
		return fresh
	}
	for i, tc := range []struct {
		sealed  string
		seen    time.Duration
		assumed bool
		fresh   int
		copied  bool // still called so
	}{
		{"482913.a", 0, false, 1, true},
		{"482913.b", 0, false, 0, true}, // sealed anew
		{"482913.b", 0, false, 0, true},
		{"771204.c", time.Second, true, 1, false}, // replaced, as the driver knows
		{"771204.c", time.Second, true, 0, true},
	} {
		fresh := answer(tc.sealed, tc.seen, tc.assumed)
		if i == 0 || tc.copied {
			p.env.Codes.Copied["fin/1/t-1"] = p.env.Codes.Copied["fin/1/t-1"] || i == 0
		}
		if len(p.env.Codes.Codes) != 1 || len(fresh) != tc.fresh {
			t.Fatalf("step %d: %d codes, %d new", i, len(p.env.Codes.Codes), len(fresh))
		}
		have := p.env.Codes.Codes[0]
		if opened, err := have.Value.Open(t.Context()); err != nil || opened.RevealString() != tc.sealed[:6] || have.TimeAssumed != tc.assumed {
			t.Errorf("step %d: %+v, %v", i, have, err)
		}
		if !have.Value.Same(client.SealedField(client.FieldCode, tc.sealed, nil)) {
			t.Errorf("step %d: not the newest value", i)
		}
		if i < 3 != p.env.Codes.Copied["fin/1/t-1"] {
			t.Errorf("step %d: copied %v", i, p.env.Codes.Copied["fin/1/t-1"])
		}
	}
}

func TestPollerStopsAtBadCredentialsUntilThePersonAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		feed := &asked{start: time.Now(), err: &client.Error{Kind: client.ErrNotAllowed, Profile: "fin", Status: 401}}
		p := testPoller(t, client.Account{Profile: "fin", Issuer: askedFeed{feed}})
		play(p, 1000*time.Second, p.AskAll(), map[time.Duration]func() tea.Cmd{
			300 * time.Second: func() tea.Cmd {
				if !p.env.Codes.Stopped["fin"] {
					t.Error("it is not said that asking ended")
				}
				return p.AskAll()
			},
			600 * time.Second: func() tea.Cmd { feed.err = nil; return p.AskAll() },
			620 * time.Second: func() tea.Cmd {
				feed.err = &client.Error{Kind: client.ErrNotAllowed, Profile: "fin", Status: 403} // a proxy on the way
				if p.env.Codes.Stopped["fin"] {
					t.Error("it is said that asking ended")
				}
				return nil
			},
		})
		want := []time.Duration{0, 30 * time.Second, 300 * time.Second, 600 * time.Second, 615 * time.Second, 630 * time.Second,
			660 * time.Second,
			720 * time.Second, 780 * time.Second, 840 * time.Second, 900 * time.Second, 960 * time.Second}
		if diff := cmp.Diff(want, feed.at); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPollerIsNotSlowedDownByOddRecords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		odd := &client.OddRecords{Profile: "fin", Op: "read codes"}
		odd.Add("code", "t1", 1, "value")
		feed := &asked{start: time.Now(), err: odd}
		p := testPoller(t, client.Account{Profile: "fin", Issuer: askedFeed{feed}})
		play(p, 61*time.Second, p.AskAll(), nil)
		if diff := cmp.Diff([]time.Duration{0, 15 * time.Second, 30 * time.Second, 45 * time.Second, 60 * time.Second}, feed.at); diff != "" {
			t.Error(diff)
		}
		if !errors.Is(p.env.Codes.Failed["fin"], client.ErrGarbage) || !p.accounts[0].answered {
			t.Error("it is not said, or counts as no answer")
		}
	})
}

func TestOneCardThatFailsHidesNoCodesOfTheOthers(t *testing.T) {
	for name, tc := range map[string]struct {
		err  error
		want []string
	}{
		"garbage":         {&client.Error{Kind: client.ErrGarbage}, []string{"1", "2", "3"}},
		"not found":       {&client.Error{Kind: client.ErrNotFound}, []string{"1", "2", "3"}},
		"rate limited":    {&client.Error{Kind: client.ErrRateLimited}, []string{"1"}},
		"bad credentials": {&client.Error{Kind: client.ErrNotAllowed}, []string{"1"}},
	} {
		issuer := &asked{start: time.Now(), err: tc.err, codes: []client.Code{{ID: "x"}}}
		codes, err := client.CodesOf(t.Context(), issuer, []string{"1", "2", "3"})
		if diff := cmp.Diff(tc.want, issuer.cards); diff != "" || len(codes) != len(tc.want) || !errors.Is(err, tc.err) {
			t.Errorf("%s: %d codes, %v\n%s", name, len(codes), err, diff)
		}
	}
}
