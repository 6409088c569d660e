package team_test

import (
	"context"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/team"
	"cardwallet/tui/ui"
)

// told is a journal that says each time that the test has it changed.
type told chan struct{}

func (t told) Watch(context.Context) <-chan struct{} { return t }

func othersTopUp(status client.MovementStatus) client.Movement {
	card := screentest.AdsCard()
	return client.Movement{OrderID: "CWOTHERS", Profile: card.Profile, CardID: card.ID, Kind: client.MoveTopUp, Amount: screentest.Usd("100"),
		Person: "ops-1\x1b[31m", Host: "desk", Status: status}
}

func TestOthersAtWork(t *testing.T) {
	t.Parallel()
	key := screentest.AdsCard().Key()
	for name, tt := range map[string]struct {
		me     string
		status client.MovementStatus
		want   string
	}{
		"noted":               {"ops-2", client.MovementIntended, "ops-1 is topping up"},
		"being sent":          {"ops-2", client.MovementSent, "ops-1 is topping up"},
		"at the issuer":       {"ops-2", client.MovementProcessing, "ops-1 is topping up"},
		"nobody is at work":   {"ops-2", client.MovementUnknown, ""},
		"one's own":           {"ops-1\x1b[31m", client.MovementSent, ""},
		"nobody shares these": {"", client.MovementSent, ""},
	} {
		env := &screen.Env{Person: tt.me, Moves: &screen.MoveBook{Open: []client.Movement{othersTopUp(tt.status)}}}
		got := strings.NewReplacer("\x1b", "", "[31m", "", "␛", "", "\\x1b", "").Replace(team.AtWork(env)[key])
		if strings.Contains(team.AtWork(env)[key], "\x1b") || got != tt.want {
			t.Errorf("%s: %q, want %q", name, team.AtWork(env)[key], tt.want)
		}
	}
}

func TestWhatBecameOfOthersMovements(t *testing.T) {
	for name, tt := range map[string]struct {
		looked client.Card
		status client.MovementStatus
		want   string
	}{
		"done": {screentest.AdsCard(), client.MovementSucceeded, "topped up 1844674407370955161 with 100.00 USD: done"},
		"failed": {screentest.AdsCard(), client.MovementFailed,
			"top-up, 1844674407370955161 with 100.00 USD: failed"},
		"on another card": {client.Card{Profile: "fin", ID: "x"}, client.MovementSucceeded, ""},
	} {
		t.Run(name, func(t *testing.T) {
			screentest.InBubble(t, func(r *screentest.Rig) {
				r.Env.Person = "ops-2"
				var said []string
				tell := func(n ui.NoticeMsg) tea.Cmd {
					said = append(said, n.Text)
					return nil
				}
				o := team.New(r.Env, make(told))
				r.Env.Moves.Open = []client.Movement{othersTopUp(client.MovementSent)}
				run(r, o.OnOpen(tt.looked, tell))
				r.Env.Moves.Open = nil
				r.Payer.Rows = []client.Movement{othersTopUp(tt.status)}
				run(r, o.OnOpen(tt.looked, tell))
				if all := strings.Join(said, "\n"); tt.want == "" && all != "" || !strings.Contains(all, tt.want) {
					t.Errorf("%q, want %q", all, tt.want)
				}
			})
		})
	}
}

// run runs a command with what follows from it.
func run(r *screentest.Rig, cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			run(r, c)
		}
	case screen.Reply:
		run(r, msg.Deliver())
	}
}

// Each change of the journal has it read, until there is no more to come.
func TestAChangeHasTheJournalRead(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		changes, read := make(told, 1), 0
		o := team.New(r.Env, changes)
		changes <- struct{}{}
		cmd := o.Watch(func() tea.Cmd {
			if read++; read == 3 {
				close(changes)
			} else {
				changes <- struct{}{}
			}
			return nil
		})
		run(r, cmd)
		if read != 3 {
			t.Errorf("read %d times", read)
		}
		if team.New(r.Env, nil).Watch(nil) != nil {
			t.Error("watches although nobody shares the journal")
		}
	})
}

func TestOthersAskNothing(t *testing.T) { screentest.Questions{}.Hold(t) }
