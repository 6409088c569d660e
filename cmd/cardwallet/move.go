package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
)

// moveFlags are what every command that moves money has.
type moveFlags struct {
	yes, dryRun, overrideOpen, repeat bool
	confirm                           string
	remark                            string
}

// register adds the flags of a movement of money.
func (f *moveFlags) register(cmd *cobra.Command) {
	f.registerChange(cmd)
	cmd.Flags().BoolVar(&f.repeat, "repeat", false, "send although the same movement was made within 10 minutes")
}

// registerChange adds those of a change of a card: its status rules out making the same one twice.
func (f *moveFlags) registerChange(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&f.yes, "yes", false, "do not ask for confirmation")
	flags.BoolVar(&f.dryRun, "dry-run", false, "print what would be sent and send nothing")
	flags.BoolVar(&f.overrideOpen, "override-open", false, "send although an earlier movement on the card is not settled")
	flags.StringVar(&f.remark, "remark", "", "`TEXT` for the issuer's records, at most 50 characters (FinHub)")
	flags.StringVar(&f.confirm, "confirm", "", "with --override-open and no terminal: the last four CHARACTERS of the open order")
}

// plan is a movement that was checked and not sent.
type plan struct {
	account client.Account
	intent  client.Intent
	wallet  client.Money       // available before; not known where it could not be read
	facts   [][2]string        // what the person is shown, beside amount, fee and balances
	terms   client.ChangeTerms // of a change
	// confirmation asks the person in its own way; nil asks for a y.
	confirmation func() error
}

// words name a kind of movement: as something to do, and as something done.
var words = map[client.MovementKind]struct{ do, noun, done string }{
	client.MoveTopUp:    {"top up", "top-up", "topped up"},
	client.MoveWithdraw: {"withdraw", "withdrawal", "withdrew from"},
	client.MoveCreate:   {"create the card", "card creation", "created"},
	client.MoveFreeze:   {"freeze", "freeze", "froze"},
	client.MoveUnfreeze: {"unfreeze", "unfreeze", "unfroze"},
	client.MoveCancel:   {"cancel", "cancellation", "canceled for good:"},
	client.MovePIN:      {"set the PIN of", "PIN change", "set the PIN of"},
	client.MoveLimits:   {"change the limits of", "limits", "changed the limits of"},
	client.MoveActivate: {"activate", "activation", "activated"},
}

// move takes a plan through the guards, the question, the journal, and to its outcome.
func (a *app) move(ctx context.Context, p plan, f moveFlags) error {
	book, err := a.journal(ctx)
	if err != nil {
		return err
	}
	if err := p.note(f.remark); err != nil {
		return err
	}
	if f.dryRun {
		return a.dryRun(ctx, book, p)
	}
	if err := a.passGuards(ctx, book, &p, f); err != nil {
		return err
	}
	if !f.yes {
		if err := a.confirm(ctx, p); err != nil {
			return err
		}
	}
	m, err := a.carryOut(ctx, book, p)
	if m.OrderID == "" {
		return err
	}
	return a.reportMovement(p, m, err)
}

// note takes a remark along, where the issuer has a place for it: what cannot be sent is said before anything is asked.
func (p *plan) note(remark string) error {
	if remark == "" {
		return nil
	}
	p.intent.Remark = remark
	p.facts = append(p.facts, [2]string{"remark", remark})
	if previewer, ok := p.account.Issuer.(client.Previewer); ok {
		_, err := previewer.Preview(p.order())
		return err
	}
	return nil
}

// order is what the journal would send, but for its number.
func (p plan) order() client.Order {
	in := p.intent
	return client.Order{ID: previewOrderID, Kind: in.Kind, CardID: in.Card.ID, Amount: in.Amount, New: in.New, Change: in.Change, Remark: in.Remark}
}

// carryOut sends a movement and asks what becomes of it until that is final or the patience is over. Without an order, nothing was sent.
func (a *app) carryOut(ctx context.Context, book *auditedJournal, p plan) (client.Movement, error) {
	m, err := book.Move(ctx, p.account, p.intent)
	if m.OrderID != "" && !m.Status.Settled() && ctx.Err() == nil {
		a.note("order %s is not final yet, asking %s", m.OrderID, p.account.Profile)
		m, err = book.Follow(ctx, p.account, m)
	}
	return m, err
}

// passGuards asks the journal, and the person where a guard can be passed, for the orders that they are told of. One that appears
// afterwards is in the way again. A movement that is only open because its process died is settled first.
func (a *app) passGuards(ctx context.Context, book *auditedJournal, p *plan, f moveFlags) error {
	err := book.Check(ctx, p.account, p.intent)
	if errors.Is(err, client.ErrOpenMovement) {
		if _, settleErr := book.Settle(ctx, []client.Account{p.account}); settleErr != nil {
			a.warn(settleErr)
		}
		err = book.Check(ctx, p.account, p.intent)
	}
	var guard *client.GuardError
	for errors.As(err, &guard) {
		switch guard.Kind {
		case client.ErrOpenMovement:
			if err := a.confirmOverride(ctx, guard, f); err != nil {
				return err
			}
			p.intent.OverrideOpen = append(p.intent.OverrideOpen, guard.Orders()...)
		case client.ErrRepeat:
			if err := a.confirmRepeat(ctx, guard, f); err != nil {
				return err
			}
			p.intent.Repeat = append(p.intent.Repeat, guard.Orders()...)
		default:
			return err
		}
		err = book.Check(ctx, p.account, p.intent)
	}
	return err
}

// confirmOverride wants the end of the open order's id typed, so that nobody goes past it by habit.
func (a *app) confirmOverride(ctx context.Context, guard *client.GuardError, f moveFlags) error {
	order := guard.Movement.OrderID
	end := order[max(0, len(order)-4):]
	switch {
	case !f.overrideOpen:
		return guard
	case f.confirm == "" && !a.interactive():
		return usagef("%s\nto send all the same add: --confirm %s", firstLine(guard), end)
	case f.confirm == "":
		a.warn(guard)
		typed, err := a.readLine(ctx, fmt.Sprintf("type the last four characters of order %s to send all the same: ", order))
		if err != nil {
			return err
		}
		f.confirm = strings.TrimSpace(typed)
	}
	if !strings.EqualFold(f.confirm, end) {
		return errors.New("not confirmed, nothing was sent")
	}
	return nil
}

func (a *app) confirmRepeat(ctx context.Context, guard *client.GuardError, f moveFlags) error {
	if f.repeat {
		return nil
	}
	if !a.interactive() {
		told := *guard
		told.Hint = "to make another one add: --repeat"
		return &told
	}
	a.warn(guard)
	return a.ask(ctx, "make another one?")
}

// confirm shows what would happen and asks.
func (a *app) confirm(ctx context.Context, p plan) error {
	if p.confirmation != nil {
		return p.confirmation()
	}
	if !a.interactive() {
		return usagef("cannot ask for confirmation: there is no terminal on stdin\nconfirm with: --yes")
	}
	a.showPlan(p)
	question := words[p.intent.Kind].do
	if p.intent.Kind.IsChange() {
		question += " this card"
	}
	return a.ask(ctx, question+"?")
}

func (a *app) showPlan(p plan) {
	for _, l := range p.lines() {
		fmt.Fprintf(a.err, "%-8s  %s\n", l[0], safeLine(l[1]))
	}
}

// lines are what a person has to know before saying yes: names, amounts, and balances before and after.
func (p plan) lines() [][2]string {
	in := p.intent
	lines := append([][2]string{}, p.facts...)
	lines = append(lines, [2]string{"account", p.account.Profile + " (" + p.account.Kind + ")"})
	if in.Kind.IsChange() {
		return lines
	}
	lines = append(lines, [2]string{"amount", in.Amount.String()})
	about := ""
	if in.Quote.Estimated {
		about = " (estimate; the issuer's answer counts)"
	}
	lines = append(lines, [2]string{"fee", in.Quote.Fee.String() + about})
	if in.Kind == client.MoveWithdraw {
		return append(lines,
			[2]string{"card has", in.Card.Balance.String() + afterwards(in.Card.Balance, in.Card.Balance.Sub(in.Amount))},
			[2]string{"wallet", p.wallet.String() + afterwards(p.wallet, p.wallet.Add(in.Amount)) + about})
	}
	lines = append(lines,
		[2]string{"total", in.Quote.Total.String()},
		[2]string{"wallet", p.wallet.String() + afterwards(p.wallet, p.wallet.Sub(in.Quote.Total)) + about})
	if in.Kind == client.MoveTopUp {
		lines = append(lines, [2]string{"card has", in.Card.Balance.String() + afterwards(in.Card.Balance, in.Card.Balance.Add(in.Amount))})
	}
	return lines
}

func afterwards(before, after client.Money) string {
	if !before.Known() || !after.Known() {
		return ""
	}
	return ", afterwards " + after.String()
}

type wireJSON struct {
	Profile  string          `json:"profile"`
	CardID   string          `json:"card_id"`
	Kind     string          `json:"kind"`
	Amount   *string         `json:"amount"` // null for a change of a card
	Fee      *string         `json:"fee"`
	Total    *string         `json:"total"`
	Currency string          `json:"currency"`
	Method   string          `json:"method"`
	URL      string          `json:"url"`
	Body     json.RawMessage `json:"body"`
	Refused  string          `json:"refused,omitempty"`
}

// previewOrderID stands where the journal puts the order number that it makes when it sends.
const previewOrderID = "MADEWHENTHEORDERISSENT"

// dryRun prints the request that would be sent, and ends as the guards would end it.
func (a *app) dryRun(ctx context.Context, book *auditedJournal, p plan) error {
	wire, refusal, err := a.preview(ctx, book, p)
	if err != nil {
		return err
	}
	if a.flags.json {
		err = a.printJSON(wire)
	} else {
		err = a.printWire(p, wire)
	}
	if err != nil {
		return err
	}
	return refusal
}

// preview makes the request without sending it, and says what the guards make of it.
func (a *app) preview(ctx context.Context, book *auditedJournal, p plan) (out wireJSON, refusal, err error) {
	in := p.intent
	previewer, ok := p.account.Issuer.(client.Previewer)
	if !ok {
		return out, nil, fmt.Errorf("%s: a preview is %w", p.account.Profile, client.ErrUnsupported)
	}
	wire, err := previewer.Preview(p.order())
	if err != nil {
		return out, nil, err
	}
	out = wireJSON{
		Profile: p.account.Profile, CardID: in.Card.ID, Kind: string(in.Kind), Amount: digits(in.Amount), Fee: digits(in.Quote.Fee),
		Total: digits(in.Quote.Total), Currency: in.Amount.Currency, Method: wire.Method, URL: wire.URL, Body: wire.Body,
	}
	if refusal = book.Check(ctx, p.account, in); refusal != nil {
		out.Refused = firstLine(refusal)
	}
	return out, refusal, nil
}

func (a *app) printWire(p plan, wire wireJSON) error {
	a.showPlan(p)
	_, err := fmt.Fprintf(a.out, "%s %s\n%s\n", wire.Method, safeLine(wire.URL), safeLine(string(wire.Body)))
	return err
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

type movementJSON struct {
	OrderID     string  `json:"order_id"`
	Profile     string  `json:"profile"`
	CardID      string  `json:"card_id"`
	Kind        string  `json:"kind"`
	Amount      *string `json:"amount"` // null for a change of a card
	Fee         *string `json:"fee"`
	Total       *string `json:"total"` // null where it is not known
	Currency    string  `json:"currency"`
	Status      string  `json:"status"`
	Description string  `json:"description"`
}

func toMovementJSON(m client.Movement) movementJSON {
	return movementJSON{
		OrderID: m.OrderID, Profile: m.Profile, CardID: m.CardID, Kind: string(m.Kind), Amount: digits(m.Amount), Fee: digits(m.Fee),
		Total: digits(m.Total()), Currency: currencyOf(m), Status: string(m.Status), Description: m.Description,
	}
}

// reportMovement prints the outcome. Anything but success is a failure for a script, and what is not final says so.
func (a *app) reportMovement(p plan, m client.Movement, err error) error {
	var printErr error
	switch {
	case a.flags.json:
		printErr = a.printJSON(toMovementJSON(m))
	case m.Status == client.MovementSucceeded:
		_, printErr = fmt.Fprintln(a.out, safeLine(outcome(p, m)))
	}
	if printErr != nil {
		// What became of the money counts for more than that it could not be printed.
		a.note("order %s is %s, which could not be printed", m.OrderID, m.Status)
		err = errors.Join(err, printErr)
	}
	return a.finality(p, m, err)
}

// finality makes an error of what is not final, so that nobody repeats it.
func (a *app) finality(p plan, m client.Movement, err error) error {
	if m.OrderID == "" || m.Status.Settled() || errors.Is(err, client.ErrUnknown) {
		return err
	}
	why := "the issuer is still working on it"
	if err != nil {
		why = firstLine(err)
	}
	what := words[m.Kind].noun
	if m.Kind.IsChange() {
		what += " of " + p.intent.Card.Key()
	} else {
		what += " of " + m.Amount.String()
	}
	return fmt.Errorf("%w: %s, order %s: %s\ndo not repeat it; find out later with: cardwallet activity --reconcile",
		client.ErrUnknown, what, m.OrderID, why)
}

// outcome is one sentence about a movement that succeeded.
func outcome(p plan, m client.Movement) string {
	fee := ""
	if m.Fee.Known() {
		fee = ", fee " + m.Fee.String()
	}
	what := m.Profile + "/" + m.CardID
	switch {
	case m.Kind.IsChange():
		return fmt.Sprintf("%s %s (order %s)", words[m.Kind].done, what, m.OrderID)
	case m.Kind == client.MoveCreate && m.CardID == "":
		what = "a card at " + m.Profile + ", which appears in the list when it is there,"
	case m.Kind == client.MoveWithdraw:
		return fmt.Sprintf("withdrew %s from %s%s (order %s)", m.Amount, what, fee, m.OrderID)
	}
	return fmt.Sprintf("%s %s with %s%s (order %s)", words[p.intent.Kind].done, what, m.Amount, fee, m.OrderID)
}

// walletOf reads what the account can pay from. Where it cannot be read that is said and it is not known: the issuer checks it too.
func (a *app) walletOf(ctx context.Context, account client.Account, currency string) client.Money {
	funds, err := account.Issuer.Funds(ctx)
	if err != nil {
		a.note("the wallet's balance is not known: %s", firstLine(err))
		return client.Money{}
	}
	f, _ := client.FundingWallet(funds, currency)
	return f.Available
}

// errInsufficient is a refusal on this machine, before anything was sent.
var errInsufficient = fmt.Errorf("%w: %w", client.ErrTerms, client.ErrInsufficient)

// afford refuses what the wallet certainly cannot pay.
func (p plan) afford() error {
	if !p.intent.Quote.Short(p.wallet) {
		return nil
	}
	return fmt.Errorf("%s: %w: the wallet has %s, the total is %s\nsee what is there with: cardwallet balances",
		p.account.Profile, errInsufficient, p.wallet, p.intent.Quote.Total)
}

// price reads the amount that a person typed and checks it against the terms.
func (p *plan) price(terms client.Terms, text string) error {
	parse := client.ParseMoney
	if p.intent.Kind == client.MoveCreate {
		parse = client.ParseMoneyOrZero
	}
	amount, err := parse(text, terms.Currency)
	if err != nil {
		return fmt.Errorf("amount %q: %w", text, err)
	}
	if err := terms.Check(amount); err != nil {
		return fmt.Errorf("%s: %s with %s: %w", p.account.Profile, words[p.intent.Kind].do, amount, err)
	}
	p.intent.Amount, p.intent.Quote = amount, terms.Quote(amount)
	return nil
}

// mayMove refuses a read-only profile before anything is asked.
func mayMove(account client.Account) error {
	if account.ReadOnly {
		return fmt.Errorf("%s: %w\nremove read_only from the profile to move money or change cards", account.Profile, client.ErrReadOnly)
	}
	return nil
}
