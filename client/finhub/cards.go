package finhub

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"
	"unique"

	"cardwallet/client"
	"cardwallet/client/abreast"
	"cardwallet/client/transport"
)

// wireCard is a card of /card/list and /card/info in both dialects.
type wireCard struct {
	CardNo       transport.ID `json:"cardNo" read:"id"`
	CardID       transport.ID `json:"cardId" read:"id"`
	CardTypeID   transport.ID `json:"cardTypeId"`
	BIN          transport.ID `json:"cardBankBin"`
	HolderID     transport.ID `json:"holderId"`
	CardholderID transport.ID `json:"cardholderId"`
	Status       string       `json:"status" read:"status"`
	CardStatus   string       `json:"cardStatus" read:"status"`
	Blocked      bool         `json:"blocked" read:"blocked"`
	Remark       string       `json:"remark"`
	CardName     string       `json:"cardName"`
	Category     string       `json:"customCategory"`
	CardType     string       `json:"cardType"`
	MaskedNumber string       `json:"maskedCardNumber"`

	BindTime   transport.Loose[transport.Time] `json:"bindTime"`
	CreateTime transport.Loose[transport.Time] `json:"createTime"`

	BalanceInfo      *wireBalance     `json:"balanceInfo" read:"balance"`
	AvailableBalance transport.Amount `json:"availableBalance" read:"balance"`
	Currency         string           `json:"currency" read:"currency"`

	wireLimits
}

func (c wireCard) id() string { return string(cmp.Or(c.CardNo, c.CardID)) }

// empty reports whether the record says nothing of what makes a card.
func (c wireCard) empty() bool {
	return c.id()+string(c.CardTypeID)+c.Status+c.CardStatus == "" && c.BalanceInfo == nil && !c.AvailableBalance.Set
}

// wireBalance is the balance of one card.
type wireBalance struct {
	CardNo           transport.ID                      `json:"cardNo" read:"id"`
	CardID           transport.ID                      `json:"cardId" read:"id"`
	Amount           transport.Amount                  `json:"amount" read:"balance"`
	AvailableBalance transport.Amount                  `json:"availableBalance" read:"balance"`
	UsedAmount       transport.Loose[transport.Amount] `json:"usedAmount"` // null or 0 where the card type does not support it
	Currency         string                            `json:"currency" read:"currency"`
}

func (b wireBalance) balance() client.Money {
	if b.Amount.Set {
		return b.Amount.Money(b.Currency)
	}
	return b.AvailableBalance.Money(b.Currency)
}

// listCards is what errors call the reading of the list.
const listCards = "list cards"

// Cards lists all cards, or the configured ones where FinHub has no list. The first page waits a little for the card types, which are asked
// for beside it.
func (d *Driver) Cards(ctx context.Context, take func(client.CardsPage)) error {
	names := d.typesInBackground(ctx)
	var types map[string]client.CardType
	means := func(r transport.Record[wireCard]) client.Card { return d.card(r, types) }
	odd := client.OddRecords{Profile: d.options.Profile, Op: listCards}
	first := true
	err := eachPage(ctx, d, listCards, wireCard.id, func(p part[wireCard]) {
		if first {
			types, first = names(true), false
		}
		cards, err := transport.Named(d.api, listCards, "card", p.records, func(c client.Card) string { return c.ID }, means)
		_ = odd.Take(err) // Named has no other errors
		take(client.CardsPage{Cards: cards, Done: p.done, Pages: p.pages, Total: p.total})
	}, func(ctx context.Context, num, size int) (page[wireCard], error) {
		return readPage[wireCard](ctx, d, listCards, "card/list", map[string]any{"pageNum": num, "pageSize": size})
	})
	if first {
		names(false)
		return d.withoutList(ctx, err, take)
	}
	return cmp.Or(err, odd.Err())
}

// withoutList reads the configured cards where err says that there is no list.
func (d *Driver) withoutList(ctx context.Context, err error, take func(client.CardsPage)) error {
	if len(d.options.CardIDs) > 0 && errors.Is(err, client.ErrNotFound) {
		return d.cardsByID(ctx, take)
	}
	var e *client.Error
	if errors.As(err, &e) && e.Kind == client.ErrNotFound && (e.Status == http.StatusNotFound || e.Code == "404") {
		return &client.Error{Kind: client.ErrUnsupported, Profile: d.options.Profile, Op: listCards,
			Cause: errors.New("this FinHub has no card list\nname the cards in the profile: card_ids = [\"…\"]")}
	}
	return err
}

// cardsByID reads the configured cards one by one. One that is not there, or whose answer makes no sense, stays in the list by its id.
func (d *Driver) cardsByID(ctx context.Context, take func(client.CardsPage)) error {
	ids := d.options.CardIDs
	odd := client.OddRecords{Profile: d.options.Profile, Op: listCards}
	err := abreast.InOrder(ctx, abreast.AtOnce(d.PerMinute()), len(ids), func(ctx context.Context, i int) (client.Card, error) {
		card, err := d.Card(ctx, ids[i])
		switch {
		case client.Readable(err) == nil:
		case errors.Is(err, client.ErrNotFound) && !transport.NoPage(err), errors.Is(err, client.ErrGarbage):
			card = d.card(transport.Record[wireCard]{Value: wireCard{CardNo: transport.ID(ids[i])}, Odd: client.NoRecord}, nil)
		default:
			return client.Card{}, err
		}
		return card, nil
	}, func(i int, card client.Card) bool {
		odd.Add("card", ids[i], i+1, card.Unreadable)
		take(client.CardsPage{Cards: []client.Card{card}, Done: i + 1, Pages: len(ids), Total: len(ids)})
		return true
	}, nil)
	return cmp.Or(err, odd.Err())
}

// Card reads one card with its balance.
func (d *Driver) Card(ctx context.Context, id string) (client.Card, error) {
	const op = "read the card"
	names := d.typesInBackground(ctx)
	var answer transport.OrNone[transport.Record[wireCard]]
	err := d.read(ctx, op, "card/info", map[string]any{"cardNo": id, "onlySimpleInfo": false}, &answer)
	types := names(err == nil)
	if err != nil {
		return client.Card{}, err
	}
	record := answer.Value
	switch {
	case record.Odd.Has("id"):
		return client.Card{}, d.api.Garbage(op, "the answer does not say which card it is about")
	case record.Value.id() == id:
	case record.Value.id() != "":
		return client.Card{}, d.api.Garbage(op, "the answer is about another card")
	case record.Value.empty() && record.Odd == "":
		return client.Card{}, d.notFound(op, "FinHub says nothing about it")
	default:
		record.Value.CardNo = transport.ID(id)
	}
	card := d.card(record, types)
	if !card.Balance.Known() {
		var unreadable client.Unreadable
		card.Balance, card.Used, unreadable, err = d.balance(ctx, id)
		// Some kinds of cards have no balance to ask for; the card itself is there.
		if err != nil && !errors.Is(err, client.ErrRefused) && !errors.Is(err, client.ErrNotFound) {
			return client.Card{}, err
		}
		if card.Balance.Known() {
			card.Unreadable = card.Unreadable.Without("balance")
		} else if unreadable != "" && !card.Unreadable.Has("balance") {
			card.Unreadable = card.Unreadable.And("balance")
		}
	}
	return card, d.api.Odd(op, "card", id, card.Unreadable)
}

func (d *Driver) balance(ctx context.Context, id string) (balance, used client.Money, unreadable client.Unreadable, err error) {
	const op = "read the card's balance"
	var record transport.Record[wireBalance]
	if err := d.read(ctx, op, "card/balance", map[string]any{"cardNo": id}, &record); err != nil {
		return client.Money{}, client.Money{}, "", err
	}
	wire := record.Value
	if got := string(cmp.Or(wire.CardNo, wire.CardID)); got != "" && got != id || record.Odd.Has("id") {
		return client.Money{}, client.Money{}, "", d.api.Garbage(op, "the answer is about another card")
	}
	return wire.balance(), wire.UsedAmount.Value.Money(wire.Currency), record.Odd, nil
}

func (d *Driver) card(record transport.Record[wireCard], types map[string]client.CardType) client.Card {
	w := record.Value
	word := cmp.Or(w.Status, w.CardStatus)
	kind, known := types[string(w.CardTypeID)]
	card := client.Card{
		Profile:      d.options.Profile,
		Issuer:       "finhub",
		ID:           w.id(),
		Status:       cardStatus(word, w.Blocked),
		IssuerStatus: shared(word),
		Balance:      w.AvailableBalance.Money(shared(w.Currency)),
		Shared:       isBudget(kind),
		MayShare:     !known && w.CardTypeID != "",
		Last4:        lastFour(w.MaskedNumber),
		TypeID:       shared(string(w.CardTypeID)),
		BIN:          shared(cmp.Or(string(w.BIN), kind.BIN)),
		Category:     shared(cmp.Or(w.Category, kind.Category, w.CardType)),
		HolderID:     string(cmp.Or(w.HolderID, w.CardholderID)),
		CreatedAt:    w.BindTime.Value.Time,
		Unreadable:   record.Odd,
	}
	if card.CreatedAt.IsZero() {
		card.CreatedAt = w.CreateTime.Value.Time
	}
	if w.BalanceInfo != nil {
		w.BalanceInfo.Currency = shared(w.BalanceInfo.Currency)
		card.Balance = w.BalanceInfo.balance()
		card.Used = w.BalanceInfo.UsedAmount.Value.Money(w.BalanceInfo.Currency)
	}
	card.Form = formOf(card.Category)
	card.Name = cardName(w, card, kind)
	card.Limits = w.limits(cmp.Or(kind.Currency, strings.ToUpper(card.Balance.Currency)), physical(card, kind))
	return card
}

// formOf reads a card's category (FinHub cards page: customCategory). Most cards are not of plastic, and a gift card is a link.
func formOf(category string) client.CardForm {
	switch {
	case category == "":
		return client.FormUnknown
	case category == "GIFT":
		return client.FormLink
	case strings.EqualFold(category, physicalType):
		return client.FormPhysical
	}
	return client.FormVirtual
}

// shared is the same text as for all other cards, so that a long list holds each word once.
func shared(word string) string { return unique.Make(word).Value() }

// cardName makes up for FinHub's cards having no name: remark, type name (unless it is the BIN, which says less than the line after),
// BIN and category, or the end of the id.
func cardName(w wireCard, c client.Card, kind client.CardType) string {
	name := strings.TrimSpace(cmp.Or(w.Remark, w.CardName))
	if name == "" && kind.Name != kind.BIN {
		name = strings.TrimSpace(kind.Name)
	}
	if name == "" && c.BIN != "" {
		name = strings.TrimSpace(c.BIN + " " + c.Category)
	}
	if name != "" {
		return name
	}
	return "card " + c.ID[max(0, len(c.ID)-6):]
}

// lastFour reads "**** **** **** 4242".
func lastFour(masked string) string {
	tail := masked[max(0, len(masked)-4):]
	if len(tail) < 4 || strings.Trim(tail, "0123456789") != "" {
		return ""
	}
	return tail
}

// statuses are the words of both dialects, in lower case.
var statuses = map[string]client.CardStatus{
	"pending":      client.CardPending,
	"un_activated": client.CardInactive,
	"unactivated":  client.CardInactive,
	"inactive":     client.CardInactive,
	"normal":       client.CardActive,
	"active":       client.CardActive,
	"freezing":     client.CardFreezing,
	"freeze":       client.CardFrozen,
	"frozen":       client.CardFrozen,
	"unfreezing":   client.CardUnfreezing,
	"canceling":    client.CardCanceling,
	"cancelling":   client.CardCanceling,
	"cancel":       client.CardCanceled,
	"canceled":     client.CardCanceled,
	"cancelled":    client.CardCanceled,
	"blocked":      client.CardBlocked,
	"expired":      client.CardExpired,
	"fail":         client.CardFailed,
	"failed":       client.CardFailed,
}

// cardStatus reads a status. The issuer's block counts above all but the end of the card.
func cardStatus(word string, blocked bool) client.CardStatus {
	status := cmp.Or(statuses[strings.ToLower(word)], client.CardUnknown)
	if blocked && status != client.CardCanceled {
		return client.CardBlocked
	}
	return status
}
