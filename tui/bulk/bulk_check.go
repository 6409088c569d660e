package bulk

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/reference"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// bulkFunds are the balances of an account, none where they could not be read.
type bulkFunds []client.Funds

// wallet is what is available for movements in a currency; not known where it could not be read.
func (f bulkFunds) wallet(currency string) client.Money { return plan.WalletFor(f, currency) }

// profiles are the accounts of the cards for which of is true, in the order of the wallet.
func (b *Bulk) profiles(of func(*bulkItem) bool) []string {
	has := map[string]bool{}
	for _, item := range b.items {
		has[item.Card.Profile] = has[item.Card.Profile] || of(item)
	}
	var profiles []string
	for _, account := range b.env.Wallet.Accounts() {
		if has[account.Profile] {
			profiles = append(profiles, account.Profile)
		}
	}
	return profiles
}

// read asks each account for its cards one after another, the accounts side by side.
func (b *Bulk) read() tea.Cmd {
	var cmds []tea.Cmd
	for _, item := range b.items {
		if why := plan.Refused(item.Account, b.kind, b.env.Wallet.Accounts); why != nil {
			// Its line names the account already, so that the kind of refusal is enough.
			item.state, item.barred = bulkRead, cmp.Or(errors.Unwrap(why), why).Error()
		}
	}
	for _, profile := range b.profiles(func(item *bulkItem) bool { return item.state == bulkUnread }) {
		cmds = append(cmds, b.readNext(profile))
		if !b.kind.IsChange() {
			cmds = append(cmds, b.readFunds(profile))
		}
	}
	return tea.Batch(append(cmds, b.readAll())...)
}

func (b *Bulk) readNext(profile string) tea.Cmd {
	at := slices.IndexFunc(b.items, func(item *bulkItem) bool { return item.state == bulkUnread && item.Card.Profile == profile })
	if at < 0 {
		return nil
	}
	item := b.items[at]
	item.state = bulkAsked
	ctx, account, card, kind := b.env.Ctx, item.Account, item.Card, b.kind
	work := func() (plan.Prepared, error) { return plan.Prepare(ctx, account, card, plan.Always(kind)) }
	return screen.Ask(b, work, func(read plan.Prepared, err error) tea.Cmd { return b.onRead(item, read, err) })
}

func (b *Bulk) onRead(item *bulkItem, read plan.Prepared, err error) tea.Cmd {
	item.state, item.terms, item.barred = bulkRead, read.Terms, ui.Safe(read.Refusal())
	item.doubts = ui.Safe(strings.Join(read.Doubts, "; "))
	known := read.Card.ID != ""
	if known {
		item.Card = read.Card
	}
	if err != nil {
		what, _ := ui.Problem(err)
		if item.barred = "could not be read: " + what; known {
			item.barred = "the issuer's terms " + item.barred
		}
	}
	return tea.Batch(b.readNext(item.Card.Profile), b.readAll())
}

// readAll goes on when all cards have been read.
func (b *Bulk) readAll() tea.Cmd {
	if b.stage != bulkReading || b.count(func(item *bulkItem) bool { return item.state == bulkRead }) < len(b.items) {
		return nil
	}
	if b.kind == client.MoveTopUp && b.count((*bulkItem).allowed) > 0 {
		b.stage = bulkForm
		return nil
	}
	return b.check()
}

func (b *Bulk) readFunds(profile string) tea.Cmd {
	b.reading++
	account, _ := b.env.Wallet.Account(profile)
	ctx := b.env.Ctx
	work := func() (bulkFunds, error) { return account.Issuer.Funds(ctx) }
	return screen.Ask(b, work, func(funds bulkFunds, _ error) tea.Cmd { // without them there is nothing to compare with
		b.reading--
		b.funds[profile] = funds
		return nil
	})
}

// allowed reports whether it can be done with the card as far as is known.
func (item *bulkItem) allowed() bool { return item.reason() == "" }

// reason says why the card is left out; empty where it is not.
func (item *bulkItem) reason() string { return cmp.Or(item.barred, item.refused) }

func (b *Bulk) count(of func(*bulkItem) bool) int {
	n := 0
	for _, item := range b.items {
		if of(item) {
			n++
		}
	}
	return n
}

// check judges the amount for each card by the issuer's terms, then asks the journal about those that are left.
func (b *Bulk) check() tea.Cmd {
	b.serial++
	b.stage, b.sheet = bulkChecking, ui.Sheet{}
	for _, item := range b.items {
		item.refused, item.quote = "", client.Quote{}
		if item.barred != "" || b.kind.IsChange() {
			continue
		}
		quote, err := plan.Price(b.kind, item.terms, b.input.Value())
		if err != nil {
			item.refused = screen.WrongWords(err)
			continue
		}
		item.quote = quote
	}
	type question struct {
		item *bulkItem
		in   client.Intent
	}
	var questions []question
	for _, item := range b.items {
		if item.allowed() {
			questions = append(questions, question{item, b.intent(item)})
		}
	}
	ctx, payer, serial, now := b.env.Ctx, b.env.Payer, b.serial, b.env.Now()
	work := func() (_ map[*bulkItem]string, unread error) {
		objections := map[*bulkItem]string{}
		var ahead []client.Quote // what goes before: the limits of a day are about all of them
		for _, q := range questions {
			earlier, found, err := payer.Earlier(ctx, q.item.Account, q.in)
			if err == nil && !found {
				q.in.Ahead = ahead
				err = payer.Check(ctx, q.item.Account, q.in)
			}
			if screen.JournalAway(err) {
				unread = err
			}
			switch {
			case err != nil:
				objections[q.item], _ = ui.Problem(err)
			case found:
				objections[q.item] = plan.StatusSentence(earlier.Movement.Status) + "; " + reference.Told(earlier.Movement, now)
			default:
				ahead = append(ahead, q.in.Quote)
			}
		}
		return objections, unread
	}
	return screen.Ask(b, work, func(objections map[*bulkItem]string, unread error) tea.Cmd {
		if serial == b.serial && b.stage == bulkChecking {
			b.unread = unread
			b.onChecked(objections)
		}
		return nil
	})
}

func (b *Bulk) intent(item *bulkItem) client.Intent {
	return client.Intent{Kind: b.kind, Card: item.Card, Amount: item.quote.Amount, Quote: item.quote, Reference: b.ref.Text()}
}

func (b *Bulk) onChecked(objections map[*bulkItem]string) {
	for item, why := range objections {
		item.refused = why
	}
	b.stage = bulkSummary
}

// short says which wallet certainly cannot pay for all.
func (b *Bulk) short() error {
	accounts, _ := b.sums(expected)
	profile, err := plan.ShortOf(b.kind, accounts, func(profile string) []client.Funds { return b.funds[profile] })
	if err != nil {
		return fmt.Errorf("%s: %w", profile, err)
	}
	return nil
}

var errNoneAllowed = errors.New("it can be done with none of the cards")

// unconfirmable says why y does nothing on the summary.
func (b *Bulk) unconfirmable() error {
	if b.count((*bulkItem).allowed) == 0 {
		return errNoneAllowed
	}
	return b.short()
}

func (b *Bulk) mayConfirm() bool { return b.unconfirmable() == nil }
