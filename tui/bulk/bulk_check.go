package bulk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// bulkFunds are the balances of an account, none where they could not be read.
type bulkFunds []client.Funds

// wallet is what is available for movements in a currency; not known where it could not be read.
func (f bulkFunds) wallet(currency string) client.Money {
	if wallet, ok := client.FundingWallet(f, currency); ok && wallet.Available.Currency == currency {
		return wallet.Available
	}
	return client.Money{}
}

// profiles are the accounts of the cards that one selects, in the order of the wallet.
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
		item.barred = barredWithoutAsking(item.Account, b.kind)
		if item.barred != "" {
			item.state = bulkRead
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

// barredWithoutAsking says why an account's cards are left out, as far as that is known without asking the issuer.
func barredWithoutAsking(account client.Account, kind client.MovementKind) string {
	switch {
	case !account.Offers(kind):
		return client.ErrUnsupported.Error()
	case account.ReadOnly:
		return client.ErrReadOnly.Error()
	}
	return ""
}

func (b *Bulk) readNext(profile string) tea.Cmd {
	at := slices.IndexFunc(b.items, func(item *bulkItem) bool { return item.state == bulkUnread && item.Card.Profile == profile })
	if at < 0 {
		return nil
	}
	item := b.items[at]
	item.state = bulkAsked
	ctx, account, card, kind := b.env.Ctx, item.Account, item.Card, b.kind
	return func() tea.Msg {
		msg := bulkReadMsg{owner: b, item: item, card: card}
		if kind.IsChange() {
			read, terms, err := account.CheckChange(ctx, card, func(client.Card) client.MovementKind { return kind })
			if err != nil {
				what, _ := ui.Problem(err)
				msg.barred = "could not be read: " + what
				return msg
			}
			msg.card, msg.barred, msg.doubts = card.Renewed(read), ui.Safe(terms.Refusal), ui.Safe(strings.Join(terms.Doubts, "; "))
			return msg
		}
		read, err := account.Card(ctx, card.ID)
		if client.Readable(err) != nil {
			what, _ := ui.Problem(err)
			msg.barred = "could not be read: " + what
			return msg
		}
		msg.card = card.Renewed(read)
		msg.terms, msg.barred = askBulk(ctx, account, msg.card)
		msg.doubts = ui.Safe(account.StatusRules().Doubt(client.MoveTopUp, msg.card))
		return msg
	}
}

// askBulk asks the issuer what a top-up of a card as just read takes. barred says why there is none.
func askBulk(ctx context.Context, account client.Account, card client.Card) (terms client.Terms, barred string) {
	if refusal := account.StatusRules().Refusal(client.MoveTopUp, card.Status); refusal != "" {
		return terms, refusal
	}
	terms, err := account.Terms(ctx, client.Intent{Kind: client.MoveTopUp, Card: card})
	if err != nil {
		what, _ := ui.Problem(err)
		return terms, "the issuer's terms could not be read: " + what
	}
	return terms, ui.Safe(terms.Refusal)
}

type bulkReadMsg struct {
	owner  *Bulk
	item   *bulkItem
	card   client.Card
	terms  client.Terms
	barred string
	doubts string
}

func (b *Bulk) onRead(msg bulkReadMsg) tea.Cmd {
	item := msg.item
	item.state, item.Card, item.terms, item.barred, item.doubts = bulkRead, msg.card, msg.terms, msg.barred, msg.doubts
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
	return func() tea.Msg {
		funds, _ := account.Issuer.Funds(ctx) // without them there is nothing to compare with
		return bulkFundsMsg{owner: b, profile: profile, funds: funds}
	}
}

type bulkFundsMsg struct {
	owner   *Bulk
	profile string
	funds   bulkFunds
}

// allowed reports whether it can be done with the card as far as is known.
func (item *bulkItem) allowed() bool { return item.reason() == "" }

// reason says why the card is left out; empty where it is not.
func (item *bulkItem) reason() string { return cmp.Or(item.barred, item.left) }

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
	b.stage, b.scroll = bulkChecking, ui.Scroll{}
	for _, item := range b.items {
		item.left, item.quote = "", client.Quote{}
		if item.barred != "" || b.kind.IsChange() {
			continue
		}
		quote, err := plan.Price(b.kind, item.terms, b.input.Value())
		if err != nil {
			item.left = screen.WrongWords(err)
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
	ctx, payer, serial := b.env.Ctx, b.env.Payer, b.serial
	return func() tea.Msg {
		msg := bulkCheckedMsg{owner: b, serial: serial, left: map[*bulkItem]string{}}
		for _, q := range questions {
			if err := payer.Check(ctx, q.item.Account, q.in); err != nil {
				msg.left[q.item], _ = ui.Problem(err)
			}
		}
		return msg
	}
}

func (b *Bulk) intent(item *bulkItem) client.Intent {
	return client.Intent{Kind: b.kind, Card: item.Card, Amount: item.quote.Amount, Quote: item.quote}
}

type bulkCheckedMsg struct {
	owner  *Bulk
	serial int
	left   map[*bulkItem]string
}

func (b *Bulk) onChecked(msg bulkCheckedMsg) {
	for item, why := range msg.left {
		item.left = why
	}
	b.stage = bulkSummary
}

// short says which wallet certainly cannot pay for all.
func (b *Bulk) short() error {
	if b.kind.IsChange() {
		return nil
	}
	accounts, _ := b.sums(planned)
	for _, s := range accounts {
		before := plan.Balances{Wallet: b.funds[s.profile].wallet(s.amount.Currency)}
		if err := before.Short(b.kind, s.quote()); err != nil {
			return fmt.Errorf("%s: %w", s.profile, err)
		}
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
