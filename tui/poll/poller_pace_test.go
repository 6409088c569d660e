package poll

import (
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/crypto"
)

// paced is an issuer without a feed that keeps to a number of requests a minute.
type paced struct {
	*asked
	perMinute int
}

func (p paced) PerMinute() int { return p.perMinute }

// pacedFeed is the same with a feed.
type pacedFeed struct {
	askedFeed
	perMinute int
}

func (p pacedFeed) PerMinute() int { return p.perMinute }

func TestPollerAsksOftenWhileACodeIsExpected(t *testing.T) {
	live := func(kind client.CodeType, profile string, good time.Duration) func(*Poller) tea.Cmd {
		return func(p *Poller) tea.Cmd {
			now := time.Now()
			p.env.Codes.Codes = []client.Code{{Profile: profile, CardID: "1", ID: "a", Type: kind, ReceivedAt: now, ExpiresAt: now.Add(good),
				Value: client.PlainField(client.FieldCode, crypto.SecretFromString("482913"))}}
			return nil
		}
	}
	const fast, slow = askFast, askIdle
	for name, tc := range map[string]struct {
		begin func(*Poller) tea.Cmd
		want  []time.Duration // between the questions
	}{
		"nothing is expected":         {nil, []time.Duration{slow, slow, slow}},
		"all codes are watched":       {func(p *Poller) tea.Cmd { return p.Watch() }, []time.Duration{fast, fast, fast, fast}},
		"a purchase is under way":     {live(client.CodeOTP, "fin", 6*time.Second), []time.Duration{fast, fast, fast, slow}},
		"a purchase to be approved":   {live(client.CodeAuthURL, "fin", 6*time.Second), []time.Duration{fast, fast, fast, slow}},
		"a purchase elsewhere":        {live(client.CodeOTP, "other", time.Minute), []time.Duration{slow, slow}},
		"plastic waits for its owner": {live(client.CodeActivation, "fin", time.Minute), []time.Duration{slow, slow}},
		"a card is armed": {func(p *Poller) tea.Cmd { return p.Arm(client.Card{Profile: "fin", ID: "1"}) },
			[]time.Duration{fast, fast}},
		"a card was armed": {func(p *Poller) tea.Cmd {
			p.env.Codes.Disarm(client.Card{Profile: "fin", ID: "1"}, time.Now())
			return nil
		}, []time.Duration{slow}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				feed := &asked{start: time.Now()}
				p := testPoller(t, client.Account{Profile: "fin", Issuer: askedFeed{feed}})
				start := p.AskAll
				if tc.begin != nil {
					if cmd := tc.begin(p); cmd != nil {
						start = func() tea.Cmd { return cmd }
					}
				}
				total := time.Millisecond
				for _, wait := range tc.want {
					total += wait
				}
				play(p, total, start(), nil)
				var waits []time.Duration
				for i := 1; i < len(feed.at); i++ {
					waits = append(waits, feed.at[i]-feed.at[i-1])
				}
				if diff := cmp.Diff(tc.want, waits); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestPollerLeavesHalfOfTheRateLimit(t *testing.T) {
	for name, tc := range map[string]struct {
		perMinute, cards int
		feed             bool
		want             int // requests in ten minutes
	}{
		"feed without a limit":  {0, 0, true, 240},
		"feed, 60 a minute":     {60, 0, true, 240},
		"feed, 12 a minute":     {12, 0, true, 60},
		"one card, 60 a minute": {60, 1, false, 240},
		"ten cards, 60":         {60, 10, false, 240},
		"one card, 10 a minute": {10, 1, false, 50},
		"three cards, 10":       {10, 3, false, 51}, // three at a time
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := &asked{start: time.Now()}
				account := client.Account{Profile: "fin", Issuer: paced{a, tc.perMinute}}
				if tc.feed {
					account.Issuer = pacedFeed{askedFeed{a}, tc.perMinute}
				}
				p := testPoller(t, account)
				for i := range tc.cards {
					card := client.Card{Profile: "fin", ID: string(rune('a' + i))}
					p.env.Codes.Armed[card.Key()] = card
				}
				play(p, 10*time.Minute-time.Millisecond, p.Watch(), nil)
				if n := len(a.at); n != tc.want {
					t.Errorf("%d requests, want %d", n, tc.want)
				}
			})
		})
	}
}

func TestPollerAsksAboutCardsThatWereArmedWhileAllCodesAreWatched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		issuer := &asked{start: time.Now()}
		p := testPoller(t, client.Account{Profile: "ads", Issuer: issuer})
		card := client.Card{Profile: "ads", ID: "1"}
		play(p, 17*time.Minute, p.Arm(card), map[time.Duration]func() tea.Cmd{
			time.Second:      func() tea.Cmd { p.env.Codes.Disarm(card, time.Now()); return nil },
			10 * time.Second: func() tea.Cmd { return p.AskAll() },
			14 * time.Minute: func() tea.Cmd { return p.Watch() },
			16 * time.Minute: func() tea.Cmd { return p.AskAll() },
		})
		first, last := issuer.at[1], issuer.at[len(issuer.at)-1]
		if issuer.at[0] != 0 || first != 14*time.Minute || last < 15*time.Minute-askFast || last > 15*time.Minute+2*time.Second {
			t.Errorf("asked at %v, %v … %v", issuer.at[0], first, last)
		}
	})
}
