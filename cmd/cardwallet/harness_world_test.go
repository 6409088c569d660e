//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/sandbox"
	"cardwallet/cmd/internal/run"
)

// world is the simulated issuers of one run, behind servers of the harness's own that see each request which moves money.
type world struct {
	box     *sandbox.Sandbox
	homes   []*home
	team    *sharedJournal // nil where the journal is a file of the one home
	servers map[string]*httptest.Server

	mu      sync.Mutex
	trials  map[deed]trial
	arrived map[deed]chan struct{} // closed when the request has come
	sent    map[deed]int           // how many requests have come
	undone  time.Time              // by when everything is undone that the issuer takes back
}

// newWorld starts issuers with money enough for the movements of a run.
func newWorld(t *testing.T, o runOptions) *world {
	box, err := sandbox.New(sandbox.Options{Seed: o.seed, Cards: 24 + o.movements/40, StepDelay: 10 * time.Millisecond, RateLimit: -1,
		TokenTTL: 20 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{box: box, servers: map[string]*httptest.Server{},
		trials: map[deed]trial{}, arrived: map[deed]chan struct{}{}, sent: map[deed]int{}}
	for _, issuer := range sandbox.Issuers {
		s := httptest.NewUnstartedServer(w.front(issuer))
		s.Config.ErrorLog = log.New(io.Discard, "", 0)
		s.Start()
		w.servers[issuer] = s
	}
	t.Cleanup(func() {
		_ = box.Close() // ends what waits in a latency, which the servers would wait for
		for _, s := range w.servers {
			s.Close()
		}
	})
	if o.people == 0 {
		w.homes = []*home{newHome(t)}
		w.writeConfig(t, w.homes[0], "", "sole_user = true\n") // whoever moves money here notes it in the one journal
		return w
	}
	w.team = newSharedJournal(t)
	for n := range o.people {
		at := newHome(t)
		at.ahead, at.unserializable = wrongClocks[n%len(wrongClocks)], o.unserializable
		w.homes = append(w.homes, at)
		w.writeConfig(t, at, w.team.settings(n)+o.limits, "")
	}
	return w
}

// profileOf names the profile of an issuer in the harness's config.
var profileOf = map[string]string{sandbox.IssuerFinHub: "fin", sandbox.IssuerAurex: "ads", sandbox.IssuerLinora: "team"}

// writeConfig writes the config of a home: settings of its own, and those of each profile.
func (w *world) writeConfig(t *testing.T, at *home, settings, profile string) {
	t.Helper()
	var text strings.Builder
	text.WriteString(settings)
	secret := func(name, value string) string {
		path := filepath.Join(at.dir, name)
		if err := os.WriteFile(path, []byte(value+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return "file:" + filepath.ToSlash(path)
	}
	for issuer, of := range map[string]sandbox.Endpoint{
		sandbox.IssuerFinHub: w.box.FinHub(), sandbox.IssuerAurex: w.box.Aurex(), sandbox.IssuerLinora: w.box.Linora(),
	} {
		fmt.Fprintf(&text, "[profiles.%s]\nissuer = %q\nbase_url = %q\nrate_per_minute = 0\n%s",
			profileOf[issuer], issuer, w.servers[issuer].URL+of.BaseURL, profile)
		if issuer == sandbox.IssuerFinHub {
			fmt.Fprintf(&text, "tenant_id = %q\nemail = %q\npassword = %q\n", of.TenantID, of.Email, secret("password", of.Password))
		} else {
			fmt.Fprintf(&text, "user_id = %q\napi_key = %q\n", of.UserID, secret(issuer+".key", of.APIKey))
		}
	}
	if err := os.WriteFile(at.configFile(), []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// expect arms a trial: its fault strikes its request, and arrived tells when that has come.
func (w *world) expect(t trial) (arrived <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := make(chan struct{})
	w.trials[t.deed()], w.arrived[t.deed()] = t, c
	return c
}

// front passes an issuer's requests on to the sandbox.
func (w *world) front(issuer string) http.Handler {
	next := w.box.Handler(issuer)
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		if d, path, moves := readDeed(profileOf[issuer], r, body); moves && w.note(issuer, path, d) {
			// Time for the harm: before the issuer does it, and before anybody hears of it. Who dies meanwhile stops neither.
			pass(r.Context(), stretch)
			defer pass(r.Context(), stretch)
		}
		next.ServeHTTP(rw, r)
	})
}

// stretch is how long a request waits on its way to the issuer, and its answer on its way back, when its process is to come to harm.
const stretch = 8 * time.Millisecond

// note counts a request that moves money, and lets the fault of its trial strike it. It reports whether its process is to come to harm.
func (w *world) note(issuer, path string, d deed) (harmed bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent[d]++
	if c := w.arrived[d]; c != nil {
		close(c)
		delete(w.arrived, d)
		if f := w.trials[d].fault; f != nil {
			strike := *f
			strike.Issuer, strike.Path, strike.Count = issuer, path, 1
			if strike.Kind == sandbox.FaultReverse {
				if at := time.Now().Add(strike.Delay + time.Second); at.After(w.undone) {
					w.undone = at
				}
			}
			if err := w.box.SetFault(strike); err != nil {
				panic(err) // the plan has a fault that the sandbox does not know
			}
		}
	}
	return w.trials[d].harm.kind != noHarm
}

// reversed is by when all that an issuer takes back has been.
func (w *world) reversed() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.undone
}

// requests is how many requests have come that move money.
func (w *world) requests() (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, times := range w.sent {
		n += times
	}
	return n
}

// readDeed recognises the requests that move money or change a card and reads what they are to do.
func readDeed(profile string, r *http.Request, body []byte) (d deed, path string, moves bool) {
	if r.Method != http.MethodPost {
		return deed{}, "", false
	}
	var wire struct {
		CardNo         string      `json:"cardNo"`
		Amount         json.Number `json:"amount"`
		InitialBalance json.Number `json:"initialBalance"`
		Controls       []struct {
			Amount json.Number `json:"amount"`
		} `json:"spendingControls"`
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if decoder.Decode(&wire) != nil {
		return deed{}, "", false
	}
	parts := strings.Split(r.URL.Path, "/")
	last := parts[len(parts)-1]
	kind, cardID, amount := client.MovementKind(""), wire.CardNo, wire.Amount
	switch {
	case last == "deposit":
		kind, path = client.MoveTopUp, "/card/deposit"
	case last == "withdraw":
		kind, path = client.MoveWithdraw, "/card/withdraw"
	case last == "openCard":
		kind, path = client.MoveCreate, "/openCard"
	case last == "topup":
		cardID = parts[len(parts)-2]
		kind, path = client.MoveTopUp, "/"+cardID+"/topup"
	case last == "cards":
		kind, path, amount = client.MoveCreate, "/cards", wire.InitialBalance
	case last == "freeze", last == "unfreeze":
		kind, path, amount = client.MoveFreeze, "/card/v2/"+last, "0"
	case last == "update" && len(wire.Controls) == 1:
		kind, path, amount = client.MoveLimits, "/card/v2/update", wire.Controls[0].Amount
	default:
		return deed{}, "", false
	}
	value, err := decimal.NewFromString(amount.String())
	if err != nil {
		return deed{}, "", false
	}
	return deedOf(profile, kind, cardID, value), path, true
}

// app gives the harness what the processes of its first home have.
func (w *world) app(t *testing.T) *run.App {
	t.Helper()
	a := &run.App{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard, Now: run.TimeNow}
	a.Flags.Config, a.Flags.State = w.homes[0].configFile(), w.homes[0].stateDir()
	t.Cleanup(a.Close)
	return a
}

// connect gives the harness the wallet that its processes have.
func (w *world) connect(t *testing.T) *client.Wallet {
	t.Helper()
	wallet, err := w.app(t).Wallet(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return wallet
}

// openBook gives the journal of a wallet. It is opened on first use: it may be away.
func openBook(a *run.App) (*journal.Journal, error) {
	dir, err := a.StateDir()
	if err != nil {
		return nil, err
	}
	c, err := a.Config()
	if err != nil {
		return nil, err
	}
	return a.NewJournal(dir, c), nil
}

// open gives the harness the journal that its processes have.
func (w *world) open(t *testing.T) *journal.Journal {
	t.Helper()
	book, err := openBook(w.app(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = book.Close() })
	return book
}

// spend makes purchases while movements are under way, until ctx ends. Only every other card is bought with, so that the balances of the
// others must be what the journal says. Some purchases cost what a top-up of the same card brings.
func (w *world) spend(ctx context.Context, draw func(n int) int, all []*offer, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	var cards []*offer
	for _, o := range all {
		if o.kind == client.MoveTopUp {
			cards = append(cards, o)
		}
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		o := cards[draw(len(cards))]
		truth, known := w.box.Truth(o.cardID)
		if !known || !spendable(o.cardID) || truth.Balance.LessThan(decimal.NewFromInt(60)) {
			continue
		}
		amount := decimal.New(int64(300+draw(500)), -2)
		if draw(4) == 0 && o.profile != "fin" {
			amount = o.least.Add(decimal.New(int64(draw(8)), -2))
		}
		p := sandbox.Purchase{Issuer: truth.Issuer, CardID: o.cardID, Amount: amount, Confirm: time.Duration(1+draw(60)) * time.Millisecond}
		if _, err := w.box.Purchase(p); err != nil {
			panic(err) // a card that can be topped up can be bought with
		}
	}
}

// spendable tells the cards that are bought with from those that are not.
func spendable(cardID string) bool { return cardID[len(cardID)-1]%2 == 0 }
