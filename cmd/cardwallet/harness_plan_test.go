//go:build unix

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/sandbox"
)

// trial is one movement that the harness asks for. Its deed happens once in a run, so that whatever an issuer has in its books can be
// traced to the trial, also where the issuer has no order numbers.
type trial struct {
	ID       int                 `json:"id"`
	Profile  string              `json:"profile"`
	Kind     client.MovementKind `json:"kind"`
	CardID   string              `json:"card_id,omitempty"`
	TypeID   string              `json:"type_id,omitempty"` // of the card to create
	Amount   client.Money        `json:"amount"`            // the limit of a payment where limits are changed; of a freeze it says nothing
	Patience time.Duration       `json:"patience"`          // until the person gives up
	Override bool                `json:"override"`          // the person does not mind an open movement on the card

	reference string // by which the order number is made, for who types it

	command bool           // by a process of its own, as a person types it
	fault   *sandbox.Fault // strikes the request that moves the money
	harm    harm
	jump    time.Duration // by which the wall clock of the worker's machine is set before
	refused int           // how often no row was written, so that it could be asked for again
	after   time.Time     // when it may be
}

// deed is what a movement does. A creation has no card yet.
type deed struct {
	profile string
	kind    client.MovementKind
	cardID  string
	amount  string
}

func (t trial) deed() deed { return deedOf(t.Profile, t.Kind, t.CardID, t.Amount.Amount) }

// deedOf gives one deed for all freezes of a card, and for what undoes them: their order numbers tell those apart.
func deedOf(profile string, kind client.MovementKind, cardID string, amount decimal.Decimal) deed {
	switch kind {
	case client.MoveCreate:
		cardID = ""
	case client.MoveFreeze, client.MoveUnfreeze:
		return deed{profile: profile, kind: client.MoveFreeze, cardID: cardID}
	default: // its kind, card and amount name it
	}
	return deed{profile, kind, cardID, amount.StringFixed(2)}
}

// name is what the card to create is called.
func (t trial) name() string { return fmt.Sprintf("Trial %d", t.ID) }

func (t trial) String() string {
	return fmt.Sprintf("trial %d: %s %s/%s %s", t.ID, t.Kind, t.Profile, t.CardID, t.Amount)
}

// harm is what happens to the process that carries out a trial.
type harm struct {
	kind harmKind
	at   float64 // when, from 0 to 1
}

type harmKind string

const (
	noHarm     harmKind = ""
	killAnyway harmKind = "killed"            // SIGKILL at a random time
	killAsked  harmKind = "killed on request" // SIGKILL when the issuer has the request, or a moment later
	killAll    harmKind = "power loss"        // the same for all processes at once
	stall      harmKind = "stalled"           // SIGSTOP when the issuer has the request, SIGCONT long after it counts as old
)

// offer is one thing that can be asked for again and again, each time by another amount.
type offer struct {
	profile string
	kind    client.MovementKind
	cardID  string
	typeID  string
	least   decimal.Decimal
	next    client.Money
	step    decimal.Decimal
}

func (o *offer) draw() client.Money {
	amount := o.next
	o.next.Amount = o.next.Amount.Add(o.step)
	return amount
}

// offers finds what the accounts let a person do, by the issuers' terms.
func offers(ctx context.Context, w *client.Wallet) ([]*offer, error) {
	var all []*offer
	add := func(profile string, kind client.MovementKind, cardID, typeID string, terms client.Terms) {
		if terms.Refusal != "" {
			return
		}
		least := decimal.NewFromInt(1)
		if terms.Min.Valid && terms.Min.Decimal.GreaterThan(least) {
			least = terms.Min.Decimal
		}
		all = append(all, &offer{profile: profile, kind: kind, cardID: cardID, typeID: typeID,
			least: least, next: client.NewMoney(least, terms.Currency), step: decimal.New(1, -terms.Decimals)})
	}
	for _, account := range w.Accounts() {
		cards, err := account.Cards(ctx)
		if err != nil {
			return nil, err
		}
		if cards, err = changes(ctx, account, cards, add); err != nil {
			return nil, err
		}
		for _, card := range cards {
			for _, kind := range []client.MovementKind{client.MoveTopUp, client.MoveWithdraw} {
				if !account.Offers(kind) {
					continue
				}
				terms, err := account.Terms(ctx, client.Intent{Kind: kind, Card: card})
				if err != nil {
					return nil, err
				}
				add(account.Profile, kind, card.ID, "", terms)
			}
		}
		if err := creations(ctx, account, add); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// changes offers to freeze and unfreeze one of each five cards that this can be done with, and to change the limits of another. It returns
// the cards that are left: a frozen card is in the way of money.
func changes(ctx context.Context, account client.Account, cards []client.Card,
	add func(profile string, kind client.MovementKind, cardID, typeID string, terms client.Terms)) (left []client.Card, err error) {
	checker, ok := account.Issuer.(client.ChangeChecker)
	if !ok {
		return cards, nil
	}
	offered := 0
	for _, card := range cards {
		freeze, err := checker.ChangeTerms(ctx, card, client.MoveFreeze)
		if err != nil {
			return nil, err
		}
		limits, err := checker.ChangeTerms(ctx, card, client.MoveLimits)
		if err != nil {
			return nil, err
		}
		if freeze.Refusal != "" || limits.Refusal != "" || !limits.SetsControls {
			left = append(left, card)
			continue
		}
		offered++
		terms := client.Terms{Currency: limits.Currency, Decimals: 2}
		switch offered % 5 {
		case 1:
			add(account.Profile, client.MoveFreeze, card.ID, "", terms)
		case 2:
			add(account.Profile, client.MoveLimits, card.ID, "", terms)
		default:
			left = append(left, card)
		}
	}
	return left, nil
}

// creations offers the card types that need neither a holder nor an account.
func creations(ctx context.Context, account client.Account,
	add func(profile string, kind client.MovementKind, cardID, typeID string, terms client.Terms)) error {
	if !account.Offers(client.MoveCreate) {
		return nil
	}
	types := []client.CardType{{CanOpen: true, Mode: "PREPAID_CARD"}} // the only one, where there is no choice
	if catalog, ok := account.Issuer.(client.Catalog); ok {
		var err error
		if types, err = catalog.CardTypes(ctx); err != nil {
			return err
		}
	}
	for _, kind := range types {
		if !kind.CanOpen || kind.NeedsHolder || kind.Type == "Physical" || kind.Mode != "PREPAID_CARD" || kind.Category == "GIFT" {
			continue
		}
		terms, err := account.Terms(ctx, client.Intent{Kind: client.MoveCreate, New: newCard(account, kind.ID, "Trial")})
		if err != nil {
			return fmt.Errorf("type %s: %w", kind.ID, err)
		}
		add(account.Profile, client.MoveCreate, "", kind.ID, terms)
	}
	return nil
}

// newCard describes a card to create: FinHub has types and no names, Aurex names and no types.
func newCard(account client.Account, typeID, name string) client.NewCard {
	if account.Kind == sandbox.IssuerFinHub {
		return client.NewCard{TypeID: typeID}
	}
	return client.NewCard{Name: name}
}

// shares are how often each kind of movement is asked for, in percent.
var shares = []struct {
	profile string
	kind    client.MovementKind
	percent int
}{
	{"fin", client.MoveTopUp, 25}, {"fin", client.MoveWithdraw, 16}, {"fin", client.MoveCreate, 5}, {"fin", client.MoveFreeze, 6},
	{"fin", client.MoveLimits, 4},
	{"ads", client.MoveTopUp, 24}, {"ads", client.MoveCreate, 4}, {"team", client.MoveTopUp, 14}, {"team", client.MoveCreate, 2},
}

// makePlan draws the trials of a run. The same seed and offers give the same plan; what runs at the same time does not follow from it.
func makePlan(seed uint64, n int, all []*offer, o runOptions) []trial {
	rng := rand.New(rand.NewPCG(seed, 0x9a7))
	groups := map[string][]*offer{}
	for _, of := range all {
		key := of.profile + string(of.kind)
		groups[key] = append(groups[key], of)
	}
	var plan []trial
	taken := map[deed]bool{}
	for len(plan) < n {
		group := groups[drawShare(rng)]
		if len(group) == 0 || o.only != nil && !o.only(group[0]) {
			continue
		}
		of := group[rng.IntN(len(group))]
		if rng.IntN(10) < 3 {
			of = group[rng.IntN(1+len(group)/8)] // so that processes often want the same few cards
		}
		t := trial{ID: len(plan) + 1, Profile: of.profile, Kind: of.kind, CardID: of.cardID, TypeID: of.typeID, Amount: of.draw(),
			Patience: patience}
		for taken[t.deed()] && t.Kind != client.MoveFreeze { // new cards of another type
			t.Amount = of.draw()
		}
		taken[t.deed()] = true
		t.command = o.commands && rng.IntN(100) < 8 && !t.Kind.IsChange()
		t.Override = !t.command && rng.IntN(100) < 8 && !t.Kind.IsChange()
		t.fault = drawFault(rng, &t, o)
		t.harm = drawHarm(rng, o)
		t.jump = drawJump(rng.IntN)
		plan = append(plan, t)
	}
	return plan
}

func drawShare(rng *rand.Rand) string {
	at := rng.IntN(100)
	for _, s := range shares {
		if at -= s.percent; at < 0 {
			return s.profile + string(s.kind)
		}
	}
	panic("the shares do not add up to 100")
}

// jumps are how wall clocks are set: a correction, what a time server finds after a sleep, a wrong time zone, a wrong day.
var jumps = []time.Duration{2 * grace, -2 * grace, 3 * time.Minute, -3 * time.Minute, time.Hour, -time.Hour, 25 * time.Hour,
	-25 * time.Hour}

// drawJump sets the clock about every tenth time.
func drawJump(draw func(n int) int) time.Duration {
	if draw(10) > 0 {
		return 0
	}
	return jumps[draw(len(jumps))]
}

func drawHarm(rng *rand.Rand, o runOptions) harm {
	if o.harm != noHarm {
		return harm{kind: o.harm}
	}
	at := rng.Float64()
	switch n := rng.IntN(200); {
	case n < 10:
		return harm{killAnyway, at}
	case n < 22:
		return harm{killAsked, at}
	case n < 24:
		return harm{killAll, at}
	case n < 26:
		return harm{stall, at}
	}
	return harm{}
}

// patience is how long a person waits for a movement; for some faults it is less.
const patience = 4 * time.Second

// wrongs are the faults that can strike the request that moves money, with their weights.
var wrongs = []struct {
	weight int
	fault  sandbox.Fault
}{
	{16, sandbox.Fault{Kind: sandbox.FaultLatency, Delay: 40 * time.Millisecond}},
	{8, sandbox.Fault{Kind: sandbox.FaultLatency, Delay: 20 * time.Second}}, // longer than the person waits: carried out when they leave
	{10, sandbox.Fault{Kind: sandbox.FaultDropBefore}},
	{12, sandbox.Fault{Kind: sandbox.FaultDropAfter}},
	{3, sandbox.Fault{Kind: sandbox.FaultStatus, Status: 500}},
	{2, sandbox.Fault{Kind: sandbox.FaultStatus, Status: 503}},
	{1, sandbox.Fault{Kind: sandbox.FaultStatus, Status: 400}},
	{1, sandbox.Fault{Kind: sandbox.FaultStatus, Status: 401}},
	{1, sandbox.Fault{Kind: sandbox.FaultStatus, Status: 408}},
	{1, sandbox.Fault{Kind: sandbox.FaultStatus, Status: 409}},
	{6, sandbox.Fault{Kind: sandbox.FaultStatusAfter, Status: 500}},
	{4, sandbox.Fault{Kind: sandbox.FaultStatusAfter, Status: 504}},
	{1, sandbox.Fault{Kind: sandbox.FaultTooMany, Delay: time.Second}},
	{1, sandbox.Fault{Kind: sandbox.FaultTooManyDate, Delay: time.Second}},
	{4, sandbox.Fault{Kind: sandbox.FaultRedirect}},
	{5, sandbox.Fault{Kind: sandbox.FaultHTML}},
	{8, sandbox.Fault{Kind: sandbox.FaultGarbage}},
	{8, sandbox.Fault{Kind: sandbox.FaultTruncated}},
	{5, sandbox.Fault{Kind: sandbox.FaultContentType}},
	{1, sandbox.Fault{Kind: sandbox.FaultHuge}},
	{7, sandbox.Fault{Kind: sandbox.FaultFail}},
	{3, sandbox.Fault{Kind: sandbox.FaultSkew, Delay: -90 * time.Second}},
	{2, sandbox.Fault{Kind: sandbox.FaultSkew, Delay: time.Hour}},
	{4, sandbox.Fault{Kind: sandbox.FaultDialect}},

	// A gateway that reports its second try: carried out, and refused in words that prove nothing, in such that seem to, or in none.
	{2, sandbox.Fault{Kind: sandbox.FaultRefuseAfter, Text: "Read timed out"}},
	{2, sandbox.Fault{Kind: sandbox.FaultRefuseAfter, Text: "System busy, please try again later"}},
	{2, sandbox.Fault{Kind: sandbox.FaultRefuseAfter, Text: "The transaction is being processed, do not submit again"}},
	{3, sandbox.Fault{Kind: sandbox.FaultRefuseAfter, Text: "Insufficient balance"}},
	{1, sandbox.Fault{Kind: sandbox.FaultRefuseAfter, Text: "Card not found"}},
	{1, sandbox.Fault{Kind: sandbox.FaultRefuseAfter, Text: "order not found"}},
	{1, sandbox.Fault{Kind: sandbox.FaultRefuseAfter, Status: 400, Text: "amount must be between 1 and 2"}},
	{1, sandbox.Fault{Kind: sandbox.FaultRefuseAfter, Status: 422, Text: "Insufficient balance"}},
	{1, sandbox.Fault{Kind: sandbox.FaultStatusAfter, Status: 400}},
	{2, sandbox.Fault{Kind: sandbox.FaultStatusAfter, Status: 401}},
	{1, sandbox.Fault{Kind: sandbox.FaultStatusAfter, Status: 402}},
	{1, sandbox.Fault{Kind: sandbox.FaultStatusAfter, Status: 403}},
	{1, sandbox.Fault{Kind: sandbox.FaultStatusAfter, Status: 404}},
	{2, sandbox.Fault{Kind: sandbox.FaultStatusAfter, Status: 409}},
	{2, sandbox.Fault{Kind: sandbox.FaultStatusAfter, Status: 429}},
	{2, sandbox.Fault{Kind: sandbox.FaultGeneralAfter, Status: 409}},
	{1, sandbox.Fault{Kind: sandbox.FaultGeneralAfter, Status: 404}},
	{1, sandbox.Fault{Kind: sandbox.FaultGeneralAfter, Status: 422, Text: "Insufficient balance"}},
	// The same words where they are true.
	{2, sandbox.Fault{Kind: sandbox.FaultRefuse, Text: "Insufficient balance"}},
	{1, sandbox.Fault{Kind: sandbox.FaultRefuse, Text: "Read timed out"}},
	{1, sandbox.Fault{Kind: sandbox.FaultGeneral, Status: 409}},
	// A success that is taken back.
	{6, sandbox.Fault{Kind: sandbox.FaultReverse, Delay: 200 * time.Millisecond}},
	{3, sandbox.Fault{Kind: sandbox.FaultReverse, Delay: 2 * time.Second}},
}

// finhubOnly are faults that no other issuer has.
var finhubOnly = map[sandbox.FaultKind]bool{sandbox.FaultDialect: true, sandbox.FaultGeneral: true, sandbox.FaultGeneralAfter: true,
	sandbox.FaultReverse: true}

// drawFault lets something go wrong for about half of the trials.
func drawFault(rng *rand.Rand, t *trial, o runOptions) *sandbox.Fault {
	if o.fault != nil {
		f := *o.fault
		return &f
	}
	if rng.IntN(2) == 0 {
		return nil
	}
	total := 0
	for _, w := range wrongs {
		total += w.weight
	}
	at := rng.IntN(total)
	for _, w := range wrongs {
		if at -= w.weight; at >= 0 {
			continue
		}
		f := w.fault
		if finhubOnly[f.Kind] && t.Profile != "fin" {
			return nil
		}
		if f.Kind == sandbox.FaultLatency && f.Delay > patience {
			t.Patience = 300 * time.Millisecond
			t.command = false
		}
		return &f
	}
	panic("unreachable: at is below the total")
}

// annoyances strike a share of all requests, reads and logins as well.
var annoyances = []sandbox.Fault{
	{Issuer: "*", Path: "*", Kind: sandbox.FaultLatency, Delay: 15 * time.Millisecond, Percent: 4},
	{Issuer: "*", Path: "*", Kind: sandbox.FaultDropBefore, Percent: 1},
	{Issuer: "*", Path: "*", Kind: sandbox.FaultDropAfter, Percent: 1},
	{Issuer: "*", Path: "*", Kind: sandbox.FaultStatus, Status: 503, Percent: 1},
	{Issuer: "*", Path: "*", Kind: sandbox.FaultGarbage, Percent: 1},
	{Issuer: "*", Path: "*", Kind: sandbox.FaultTruncated, Percent: 1},
	{Issuer: sandbox.IssuerFinHub, Path: "/card/v2/transaction", Kind: sandbox.FaultDialect, Percent: 10},
}
