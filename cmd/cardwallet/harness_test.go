//go:build unix

package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/sandbox"
)

var seed = flag.Uint64("seed", 1, "the plan of movements, faults and kills of TestMoneyMovesOnce and TestTeamMoneyMovesOnce")

// movementsVariable says how many movements TestMoneyMovesOnce and the tests of a team try.
const movementsVariable = "CARDWALLET_MOVEMENTS"

// movements is what movementsVariable says, else usual.
func movements(t *testing.T, usual int) int {
	t.Helper()
	text := os.Getenv(movementsVariable)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s is %q, not a number of movements", movementsVariable, text)
	}
	return n
}

// TestMoneyMovesOnce lets several processes move money through one journal while issuers fail and processes are killed, then settles and
// compares the books. docs/money.md says how to run it for longer. It and the tests below have the machine for themselves: whom a kill or
// the end of a person's patience meets depends on how fast the processes are.
func TestMoneyMovesOnce(t *testing.T) {
	moneyMovesOnce(t, "money moves once", runOptions{movements: movements(t, 60)})
}

// moneyMovesOnce is a run with everything that goes wrong, after which nothing may be.
func moneyMovesOnce(t *testing.T, title string, o runOptions) figures {
	t.Helper()
	o.seed, o.way, o.commands, o.annoy = *seed, workRight, true, true
	n := o.movements
	f, wrong := runTrials(t, o)
	fmt.Printf("%s, seed %d: %s\n", title, *seed, f)
	for _, w := range wrong {
		t.Error(w)
	}
	if f.doubled+f.lost+f.unsettled > 0 {
		t.Error("money was doubled, lost, or is not accounted for")
	}
	if f.tried != n || f.applied < n/4 || f.sent < f.applied || f.killed == 0 || f.commands == 0 || f.refused > n/50 ||
		f.decided > max(6, n/50, o.people*n/80) { // a team waits for leases and its database, too, the longer the busier the machine
		t.Error("the run did not do what it was for")
	}
	if n >= 200 && f.reversed == 0 {
		t.Error("nothing was taken back")
	}
	if n >= 200 && (f.byKind["finhub freeze"] == 0 || f.byKind["finhub unfreeze"] == 0 || f.byKind["finhub limits"] == 0) {
		t.Error("no cards were frozen, unfrozen and given limits")
	}
	return f
}

// TestMovementsWithoutARowAreLost shows that the harness sees what it is there for: without the row before the request, a process that
// is killed leaves money that nobody knows of.
func TestMovementsWithoutARowAreLost(t *testing.T) {
	f, wrong := runTrials(t, runOptions{seed: *seed, movements: 16, way: workLate, harm: killAsked, only: withoutOrderNumbers,
		fault: &sandbox.Fault{Kind: sandbox.FaultLatency, Delay: 200 * time.Millisecond}})
	t.Log(f)
	if f.applied == 0 || f.lost == 0 || len(wrong) == 0 {
		t.Errorf("nothing was found lost: %s", f)
	}
}

// TestMovementsSentAgainAreDoubled shows the same of a wallet that tries again where it does not know.
func TestMovementsSentAgainAreDoubled(t *testing.T) {
	f, wrong := runTrials(t, runOptions{seed: *seed, movements: 10, way: workResend, fault: &sandbox.Fault{Kind: sandbox.FaultDropAfter}})
	t.Log(f)
	if f.doubled == 0 || len(wrong) == 0 {
		t.Errorf("nothing was found doubled: %s", f)
	}
}

// TestRefusalsThatAreBelievedAreLost shows the same of a wallet that calls a movement failed because the issuer refused it.
func TestRefusalsThatAreBelievedAreLost(t *testing.T) {
	f, wrong := runTrials(t, runOptions{seed: *seed, movements: 10, way: workTrusts,
		only:  func(o *offer) bool { return o.profile == "fin" && o.kind == client.MoveTopUp },
		fault: &sandbox.Fault{Kind: sandbox.FaultRefuseAfter, Text: "Read timed out"}})
	t.Log(f)
	if f.applied == 0 || f.lost == 0 || len(wrong) == 0 {
		t.Errorf("nothing was found lost: %s", f)
	}
}

func withoutOrderNumbers(o *offer) bool { return o.profile != "fin" && o.kind == client.MoveTopUp }

// runOptions say how a run is done.
type runOptions struct {
	seed           uint64
	movements      int
	way            string            // of the workers
	commands       bool              // some movements by the command line
	annoy          bool              // faults in all requests
	harm           harmKind          // the same for all trials, instead of the plan's
	fault          *sandbox.Fault    // the same for all trials, instead of the plan's
	only           func(*offer) bool // what to try; nil is everything
	people         int               // of a team that shares a journal, each at a machine of their own; 0: one home, whose journal is a file
	limits         string            // in the config of each of them
	outages        bool              // the team's database is restarted and cut off
	unserializable int               // each so many transactions of a machine ends as one that cannot be kept apart from others; 0 is none
}

// harness is one run.
type harness struct {
	options runOptions
	world   *world

	mu      sync.Mutex
	queue   []trial
	figures figures
	book    *journal.Journal
	begun   map[int]bool         // by trial
	seen    map[string]time.Time // open orders, and when a person saw them first
	felled  []trial              // whose process was killed before it answered
	remarks map[string]int
	kept    map[string]bool // orders whose outcome had to wait on a machine for the team's journal
	doom    chan struct{}
}

// lanes is how many processes move money at the same time, where they share a home. In a team each person has one.
const lanes = 3

// runTrials makes a plan, carries it out, settles, and compares.
func runTrials(t *testing.T, o runOptions) (figures, []string) {
	t.Helper()
	h := &harness{options: o, world: newWorld(t, o), begun: map[int]bool{}, seen: map[string]time.Time{},
		remarks: map[string]int{}, kept: map[string]bool{}, doom: make(chan struct{})}
	h.figures.byKind, h.figures.caught = map[string]int{}, map[string]int{}
	wallet := h.world.connect(t)
	h.book = h.world.open(t)
	all, err := offers(t.Context(), wallet)
	if err != nil {
		t.Fatal(err)
	}
	h.queue = makePlan(o.seed, o.movements, all, o)
	trials := map[deed]trial{}
	for _, one := range h.queue {
		trials[one.deed()] = one
	}
	b := books{before: h.world.ledgers(), offered: map[string]bool{}}
	for _, of := range all {
		if !of.kind.IsChange() {
			b.offered[of.profile+"/"+of.cardID] = true
		}
	}
	if o.annoy {
		for _, f := range annoyances {
			if err := h.world.box.SetFault(f); err != nil {
				t.Fatal(err)
			}
		}
	}
	started := time.Now()
	if err := h.carryOut(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	h.world.box.ClearFaults()
	t.Logf("carried out in %s", time.Since(started))
	if err := h.settleAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := b.read(t.Context(), h.world, h.book, wallet); err != nil {
		t.Fatal(err)
	}
	for text, n := range h.remarks {
		t.Logf("%d times: %s", n, text)
	}
	h.figures.sent = h.world.requests()
	wrong := append(b.compare(&h.figures, trials), b.compareChanges(&h.figures)...)
	wrong = append(wrong, b.cardsAsNoted(h.world.box.Truth)...)
	wrong = append(wrong, h.world.undelivered()...)
	h.figures.kept = len(h.kept)
	h.classify(b)
	if o.way == workRight {
		wrong = append(wrong, b.balances()...)
	}
	slices.Sort(wrong)
	return h.figures, wrong
}

// carryOut runs the lanes and the purchases until the plan is done.
func (h *harness) carryOut(ctx context.Context, all []*offer) error {
	around, stop := context.WithCancel(ctx)
	defer stop()
	draw := func(stream uint64) func(int) int { return rand.New(rand.NewPCG(h.options.seed, stream)).IntN }
	var beside sync.WaitGroup
	beside.Go(func() { h.progress(around) })
	beside.Go(func() { h.world.spend(around, draw(0x5709), all, 250*time.Millisecond) })
	var settling, breaking error
	if h.options.outages {
		beside.Go(func() { breaking = h.breakJournal(around, draw(0x0ff)) })
	}
	if h.options.way == workRight { // a broken wallet is to be found out by what it leaves
		beside.Go(func() {
			if settling = (&lane{harness: h, home: h.world.homes[0]}).keepSettling(around, draw(0x5e7)); settling != nil {
				stop()
			}
		})
	}
	moving, running := errgroup.WithContext(around)
	for n := range max(lanes, h.options.people) {
		at := h.world.homes[n%len(h.world.homes)]
		moving.Go(func() error { return (&lane{harness: h, home: at, usual: 30 * time.Millisecond}).run(running) })
	}
	err := moving.Wait()
	stop()
	beside.Wait()
	return errors.Join(settling, breaking, err)
}

// progress says every now and then how far a long run has come.
func (h *harness) progress(ctx context.Context) {
	for began := time.Now(); ; {
		pass(ctx, 10*time.Second)
		if ctx.Err() != nil {
			return
		}
		h.mu.Lock()
		fmt.Fprintf(os.Stderr, "%s: tried %d, to do %d, killed %d\n", time.Since(began).Round(time.Second), h.figures.tried, len(h.queue),
			h.figures.killed)
		h.mu.Unlock()
	}
}

// take gives the next trial. There is none when the plan is done or ctx has ended.
func (h *harness) take(ctx context.Context) (t trial, more bool) {
	for ctx.Err() == nil {
		h.mu.Lock()
		i := slices.IndexFunc(h.queue, func(t trial) bool { return !t.after.After(time.Now()) })
		left := len(h.queue)
		if i >= 0 {
			t = h.queue[i]
			h.queue = slices.Delete(h.queue, i, i+1)
		}
		h.mu.Unlock()
		if i >= 0 {
			return t, true
		}
		if left == 0 {
			break
		}
		pass(ctx, grace/8) // all that is left has something in its way
	}
	return trial{}, false
}

// giveBack puts a trial that left no row back into the plan, for when what was in its way may have been settled. After many refusals it is
// given up, at once where the worker is broken.
func (h *harness) giveBack(t trial, why string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if t.refused++; t.refused > 200 || h.options.way != workRight {
		h.figures.refused++
		h.remarks["given up: "+why]++
		return
	}
	t.after = time.Now().Add(grace)
	h.queue = append(h.queue, t)
}

func (h *harness) began(t trial) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.begun[t.ID] {
		h.begun[t.ID] = true
		h.figures.tried++
	}
}

// answered takes a trial that left no row back into the plan.
func (h *harness) answered(t trial, r reply) {
	if r.OrderID == "" {
		why, _, _ := strings.Cut(r.Error, ": ")
		h.giveBack(t, why)
	}
}

// fell notes that the process of a trial died before it answered.
func (h *harness) fell(t trial) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.felled = append(h.felled, t)
}

func (h *harness) count(f func(*figures)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f(&h.figures)
}

func (h *harness) remark(text string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.remarks[text]++
}

func (h *harness) currentDoom() chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.doom
}

func (h *harness) powerLoss() {
	h.mu.Lock()
	defer h.mu.Unlock()
	close(h.doom)
	h.doom = make(chan struct{})
}

// settleAll settles as the wallet does at its start, at each machine once, and then at one until nothing more comes of it. What is open
// then is left to a person.
func (h *harness) settleAll(ctx context.Context) error {
	pass(ctx, time.Until(h.world.reversed())) // what is taken back has been by then
	if h.world.team != nil {
		h.noteKept()
		pass(ctx, lease) // the owners that are gone are known to be
	}
	var l *lane
	for _, at := range h.world.homes {
		if l != nil {
			if err := l.worker.stop(); err != nil {
				return err
			}
		}
		p, err := startWorker(at, workRight)
		if err != nil {
			return err
		}
		l = &lane{harness: h, home: at, worker: p, doom: make(chan struct{})}
		if err := l.settle(nil, 0); err != nil {
			return err
		}
	}
	for quiet, before := 0, -1; quiet < 4; {
		if err := l.settle(nil, 0); err != nil {
			return err
		}
		open, err := h.book.Movements(ctx, client.MovementFilter{Unsettled: true})
		if err != nil {
			return err
		}
		if len(open) == 0 {
			break
		}
		if quiet++; len(open) != before {
			quiet = 0
		}
		before = len(open)
		pass(ctx, grace) // two observations that agree are that far apart
	}
	if err := l.worker.stop(); err != nil {
		return err
	}
	return h.person(ctx, 0)
}

// openFor is how long a movement has been seen open. What its row says may be the word of a wrong clock.
func (h *harness) openFor(m client.Movement) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.seen[m.OrderID].IsZero() {
		h.seen[m.OrderID] = time.Now()
	}
	return time.Since(h.seen[m.OrderID])
}

// old is the age at which a movement that the facts do not settle is looked into by a person.
const old = 6 * grace

// person decides what the facts did not, by looking into the issuer's own books. FinHub knows its orders, so nothing of it is theirs.
func (h *harness) person(ctx context.Context, age time.Duration) error {
	if h.options.way != workRight {
		return nil
	}
	open, err := h.book.Movements(ctx, client.MovementFilter{Unsettled: true})
	if errors.Is(err, client.ErrUnreachable) {
		return nil // later, then
	}
	if err != nil {
		return err
	}
	for _, m := range open {
		if m.Profile == "fin" || m.Status != client.MovementUnknown || h.openFor(m) < age {
			continue
		}
		as := client.MovementFailed
		if h.world.applied(m) {
			as = client.MovementSucceeded
		}
		switch _, err := h.book.Mark(ctx, m.OrderID, as, "seen in the issuer's dashboard", ""); {
		case errors.Is(err, journal.ErrMark), errors.Is(err, client.ErrUnreachable):
			continue // another process has settled it meanwhile, or it has to wait
		case err != nil:
			return err
		}
		known, _, _ := strings.Cut(m.Description, ";")
		h.remark(fmt.Sprintf("left to a person (%s): %s %s: %s", as, m.Profile, m.Kind,
			strings.TrimSpace(known[strings.LastIndex(known, ":")+1:])))
		h.count(func(f *figures) { f.decided++ })
	}
	return nil
}

// classify tells what became of the movements whose process did not answer.
func (h *harness) classify(b books) {
	rows := map[deed]client.MovementStatus{}
	for _, m := range b.rows {
		rows[deedOf(m.Profile, m.Kind, m.CardID, m.Amount.Amount)] = m.Status
	}
	for _, t := range h.felled {
		if t.Kind.IsChange() {
			continue // which row is its is not known
		}
		h.figures.caught[cmp.Or(string(rows[t.deed()]), "no row")]++
	}
}
