//go:build unix

package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/aurex"
	"cardwallet/client/budget"
	"cardwallet/client/finhub"
	"cardwallet/client/journal"
	"cardwallet/client/journal/sqlite"
	"cardwallet/client/linora"
	"cardwallet/client/pace"
	"cardwallet/client/sandbox"
	"cardwallet/client/ticks"
	"cardwallet/cmd/internal/run"
	"cardwallet/crypto"
)

// looking is a Budget under which each request has to wait once. It looks around meanwhile.
type looking func()

func (look looking) Queue([sha256.Size]byte, int) pace.Place { return &looked{look: look} }

func (looking) Pause([sha256.Size]byte, time.Duration) {}

type looked struct {
	look func()
	done bool
}

func (p *looked) Ask(context.Context) (wait, again time.Duration, ok bool) {
	if p.done {
		return 0, 0, true
	}
	p.look()
	p.done = true
	return time.Millisecond, time.Millisecond, true
}

func (*looked) Leave() {}

// Whatever is asked of an issuer for a movement, nothing waits for a slot while its row says that it is sent, and it is sent once.
func TestNothingIsSentThatWaitsForASlot(t *testing.T) {
	t.Parallel()
	box, err := sandbox.Start(t.Context(), sandbox.Options{Seed: 7, RateLimit: -1, StepDelay: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	fin, ads, team := box.FinHub(), box.Aurex(), box.Linora()
	for issuer, connect := range map[string]func(pace.Budget) (client.Issuer, error){
		sandbox.IssuerFinHub: func(b pace.Budget) (client.Issuer, error) {
			return finhub.New(finhub.Options{BaseURL: fin.BaseURL, TenantID: fin.TenantID, Email: fin.Email, Password: is(fin.Password), Budget: b})
		},
		sandbox.IssuerAurex: func(b pace.Budget) (client.Issuer, error) {
			return aurex.New(aurex.Options{BaseURL: ads.BaseURL, UserID: ads.UserID, APIKey: is(ads.APIKey), RatePerMinute: -1, Budget: b})
		},
		sandbox.IssuerLinora: func(b pace.Budget) (client.Issuer, error) {
			return linora.New(linora.Options{BaseURL: team.BaseURL, UserID: team.UserID, APIKey: is(team.APIKey), RatePerMinute: -1, Budget: b})
		},
	} {
		t.Run(issuer, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "state", "journal.db")
			book, other := journal.New(sqlite.At(path)), journal.New(sqlite.At(path))
			t.Cleanup(func() { _, _ = book.Close(), other.Close() })
			var mu sync.Mutex
			var seen []client.MovementStatus
			driver, err := connect(looking(func() {
				mu.Lock()
				defer mu.Unlock()
				rows, err := other.Movements(context.WithoutCancel(t.Context()), client.MovementFilter{})
				if err != nil {
					t.Error(err)
				}
				for _, m := range rows {
					seen = append(seen, m.Status)
				}
			}))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(driver.(client.Session).Close)
			account := client.Account{ID: issuer, Profile: issuer, Kind: issuer, Issuer: driver}
			cards, amount := chargeable(t, account)
			m, err := book.Move(t.Context(), account, client.Intent{Kind: client.MoveTopUp, Card: cards[0], Amount: amount})
			if err != nil || m.Status != client.MovementSucceeded || deposits(box, issuer, amount) != 1 {
				t.Errorf("%v, made %d times: %v", m, deposits(box, issuer, amount), err)
			}
			if !slices.Contains(seen, client.MovementIntended) || slices.Contains(seen, client.MovementSent) {
				t.Errorf("while something waited, the row was %v", seen)
			}
		})
	}
}

// is gives a secret each time that it is asked for.
func is(secret string) func(context.Context) (crypto.Secret, error) {
	return func(context.Context) (crypto.Secret, error) { return crypto.SecretFromString(secret), nil }
}

// chargeable are the cards that take a top-up of an amount.
func chargeable(t *testing.T, account client.Account) (cards []client.Card, amount client.Money) {
	t.Helper()
	all, err := account.Cards(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, card := range all {
		card.Profile = account.Profile
		terms, err := account.Terms(t.Context(), client.Intent{Kind: client.MoveTopUp, Card: card})
		of := client.NewMoney(decimal.NewFromInt(57), terms.Currency)
		if card.Status == client.CardActive && err == nil && terms.Check(of) == nil && (len(cards) == 0 || of.Same(amount)) {
			cards, amount = append(cards, card), of
		}
	}
	return cards, amount
}

// deposits is how often an issuer made a top-up of an amount.
func deposits(box *sandbox.Sandbox, issuer string, amount client.Money) (n int) {
	for _, m := range box.Ledger(issuer).Movements {
		if m.Kind == "deposit" && m.Amount.Equal(amount.Amount) && m.RequestID != "" {
			n++
		}
	}
	return n
}

// counter stands before an issuer and counts the requests of a command.
type counter struct {
	next http.Handler

	mu     sync.Mutex
	so     int
	before int // requests before the first order
	orders int
	hush   func() // is called before the answer to the request that came last before an order; nil: not
}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	c.so++
	if strings.HasSuffix(r.URL.Path, "/deposit") {
		c.before, c.orders = c.so-1, c.orders+1
	}
	if c.hush != nil && c.so == c.before {
		c.hush()
	}
	c.mu.Unlock()
	c.next.ServeHTTP(w, r)
}

// again lets it count the requests of another command.
func (c *counter) again(hush func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.so, c.hush = 0, hush
}

func (c *counter) sent() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.orders
}

// keyed keeps the key that a gate asks its budget by.
type keyed struct {
	pace.Budget
	key [sha256.Size]byte
}

func (a *keyed) Pause(key [sha256.Size]byte, _ time.Duration) { a.key = key }

// TestACommandThatEndsWhileItWaitsHasSentNothing: between the last question of a command and its order the issuer wants silence, as another
// process is told. Whether the command is interrupted while it waits, or killed, its movement has failed, and there is nothing to find out.
func TestACommandThatEndsWhileItWaitsHasSentNothing(t *testing.T) {
	t.Parallel()
	for signal, code := range map[syscall.Signal]int{syscall.SIGINT: run.ExitFailed, syscall.SIGKILL: -1} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			box, err := sandbox.New(sandbox.Options{Seed: 7, RateLimit: -1, StepDelay: -1})
			if err != nil {
				t.Fatal(err)
			}
			at, front := box.FinHub(), &counter{next: box.Handler(sandbox.IssuerFinHub)}
			server := httptest.NewServer(front)
			t.Cleanup(func() { _ = box.Close(); server.Close() })
			base, dir := server.URL+at.BaseURL, t.TempDir()
			config, state := filepath.Join(dir, "config.toml"), filepath.Join(dir, "state")
			text := fmt.Sprintf("[profiles.fin]\nissuer = \"finhub\"\nbase_url = %q\nrate_per_minute = 23\ntenant_id = %q\nemail = %q\n"+
				"password = \"env:PASSWORD\"\n", base, at.TenantID, at.Email)
			if err := errors.Join(os.Mkdir(state, 0o700), os.WriteFile(config, []byte(text), 0o600)); err != nil {
				t.Fatal(err)
			}
			topUp := func(card client.Card, state string) (*exec.Cmd, *bytes.Buffer) {
				cmd, said := exec.CommandContext(t.Context(), "cardwallet", "topup", "fin/"+card.ID, "57", "--yes"), &bytes.Buffer{}
				cmd.Env = append(os.Environ(), "CARDWALLET_CONFIG="+config, "CARDWALLET_STATE="+state, "PASSWORD="+at.Password,
					"NO_PROXY=127.0.0.1,localhost")
				cmd.Stdout, cmd.Stderr = said, said
				return cmd, said
			}
			driver, err := finhub.New(finhub.Options{BaseURL: base, TenantID: at.TenantID, Email: at.Email, Password: is(at.Password)})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(driver.Close)
			cards, _ := chargeable(t, client.Account{Profile: "fin", Issuer: driver})
			front.again(nil)
			// With a budget of its own. Both are within what goes at once.
			if cmd, said := topUp(cards[0], filepath.Join(dir, "another")); cmd.Run() != nil || front.sent() != 1 {
				t.Fatalf("the first one: %s", said)
			}

			key, budgets := &keyed{}, filepath.Join(state, "budget.db")
			pace.New(base, at.TenantID+"\x00"+at.Email, 0, key).Pause("", time.Second)
			others := budget.New("another process", func(ctx context.Context) (budget.Store, error) {
				return budget.OpenFile(ctx, budgets, ticks.SinceBoot)
			}, nil)
			t.Cleanup(others.Close)
			front.again(func() { others.Pause(key.key, time.Minute) })
			cmd, said := topUp(cards[1], state)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			awaitQueue(t, budgets, key.key)
			book := journal.New(sqlite.At(filepath.Join(state, "journal.db")))
			t.Cleanup(func() { _ = book.Close() })
			row := func() client.Movement {
				t.Helper()
				rows, err := book.Movements(t.Context(), client.MovementFilter{CardID: cards[1].ID})
				if err != nil || len(rows) != 1 {
					t.Fatalf("%v, %v", rows, err)
				}
				return rows[0]
			}
			if m := row(); m.Status != client.MovementIntended {
				t.Errorf("while it waits: %v", m)
			}
			_ = cmd.Process.Signal(signal)
			_ = cmd.Wait() // its state tells
			if got := cmd.ProcessState.ExitCode(); got != code || code > 0 && !strings.Contains(said.String(), "interrupted, nothing was sent") {
				t.Errorf("exit code %d, want %d: %s", got, code, said)
			}
			if _, err := book.Settle(t.Context(), nil); err != nil {
				t.Error(err)
			}
			if m := row(); m.Status != client.MovementFailed || front.sent() != 1 {
				t.Errorf("%d orders left, %v", front.sent(), m)
			}
		})
	}
}

// awaitQueue returns when a process waits for a slot.
func awaitQueue(t *testing.T, path string, key [sha256.Size]byte) {
	t.Helper()
	store, err := budget.OpenFile(t.Context(), path, ticks.SinceBoot)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	for waits, deadline := false, time.Now().Add(patient); !waits; <-time.After(5 * time.Millisecond) {
		err := store.Read(t.Context(), key[:], func(text []byte, _ string, _ time.Duration) {
			waits = bytes.Contains(text, []byte(`"Queue":[{`))
		})
		if err != nil || time.Now().After(deadline) {
			t.Fatalf("nobody waits: %v", err)
		}
	}
}
