package issuertest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/issuertest"
	"cardwallet/client/transport"
	"cardwallet/crypto"
)

// tiny is a fourth issuer, made up: cards that can be topped up and frozen. It is all that an issuer needs.
type tiny struct {
	profile string
	api     *transport.Client
}

func connectTiny(profile, address string, key func(context.Context) (crypto.Secret, error)) (*tiny, error) {
	base, err := transport.ParseBase(address)
	if err != nil {
		return nil, err
	}
	return &tiny{profile, transport.New(transport.Options{
		Profile: profile, BaseURL: base, Auth: transport.NewStaticSession(time.Now, key), Unwrap: transport.SuccessEnvelope, Classify: classify,
		Proving: []string{"card is frozen"},
	})}, nil
}

func classify(_ transport.Call, _ int, a transport.Answer) error {
	if transport.SaysInsufficient(a.Message) {
		return client.ErrInsufficient
	}
	return nil
}

type wireCard struct {
	ID      transport.ID     `json:"id" read:"id"`
	Status  string           `json:"status" read:"status"`
	Balance transport.Amount `json:"balance" read:"balance"`
}

func (d *tiny) Cards(ctx context.Context, take func(client.CardsPage)) error {
	const op = "list cards"
	var records transport.Records[wireCard]
	if err := d.api.Do(ctx, transport.Call{Op: op, Method: http.MethodGet, Path: []string{"cards"}, Read: true}, &records); err != nil {
		return err
	}
	var cards []client.Card
	odd := client.OddRecords{Profile: d.profile, Op: op}
	for _, r := range records {
		w := r.Value
		if odd.Add("card", string(w.ID), r.Place, r.Odd); w.ID != "" {
			cards = append(cards, client.Card{Profile: d.profile, Issuer: "tiny", ID: string(w.ID), Status: client.CardStatus(w.Status),
				Balance: w.Balance.Money("USD"), Unreadable: r.Odd})
		}
	}
	take(client.CardsPage{Cards: cards, Done: 1, Pages: 1, Total: len(cards)})
	return odd.Err()
}

func (d *tiny) Card(ctx context.Context, id string) (client.Card, error) {
	cards, err := client.CollectCards(ctx, d.Cards)
	if client.Readable(err) != nil {
		return client.Card{}, err
	}
	for _, card := range cards {
		if card.ID == id {
			return card, err
		}
	}
	return client.Card{}, &client.Error{Kind: client.ErrNotFound, Profile: d.profile, Op: "read the card", Card: true}
}

func (d *tiny) Details(context.Context, string) (client.Details, error) {
	return client.Details{}, client.ErrUnsupported
}
func (d *tiny) Codes(context.Context, string) ([]client.Code, error) { return nil, nil }
func (d *tiny) Funds(context.Context) ([]client.Funds, error)        { return nil, nil }

func (d *tiny) Moves(kind client.MovementKind) bool {
	return kind == client.MoveTopUp || kind == client.MoveFreeze
}

func (d *tiny) Terms(_ context.Context, in client.Intent) (client.Terms, error) {
	if in.Kind != client.MoveTopUp {
		return client.Terms{}, client.ErrUnsupported
	}
	return client.Terms{Currency: "USD", Decimals: 2, Rate: decimal.New(1, -2)}, nil
}

func (d *tiny) Send(ctx context.Context, order client.Order) (client.Operation, error) {
	call := transport.Call{Op: string(order.Kind), Method: http.MethodPost, Path: []string{"cards", order.CardID, string(order.Kind)},
		Card: true}
	switch order.Kind {
	case client.MoveTopUp:
		call.Body = map[string]any{"number": order.ID, "amount": transport.Number(order.Amount.Amount)}
	case client.MoveFreeze:
		call.Body = map[string]any{"number": order.ID}
	default:
		return client.Operation{}, &client.Error{Kind: client.ErrUnsupported, Profile: d.profile, Op: call.Op, NotSent: true}
	}
	var answer struct {
		Number transport.ID `json:"number"`
		Card   transport.ID `json:"card"`
	}
	if err := d.api.Do(ctx, call, &answer); err != nil {
		return client.Operation{}, err
	}
	if string(answer.Number) != order.ID || string(answer.Card) != order.CardID {
		return client.Operation{}, &client.Error{Kind: client.ErrGarbage, Profile: d.profile, Op: call.Op}
	}
	return client.Operation{OrderID: order.ID, CardID: order.CardID, Status: client.OperationSucceeded, Amount: order.Amount}, nil
}

func (d *tiny) Forget() { d.api.Forget() }
func (d *tiny) Close()  { d.api.Close() }

// TestAFourthIssuer: an issuer is added with what is public, and keeps to what every driver has to.
func TestAFourthIssuer(t *testing.T) {
	issuertest.Run(t, issuertest.Script{
		Connect: func(t *testing.T, address string, secret func(context.Context) (crypto.Secret, error)) issuertest.Driver {
			d, err := connectTiny("p", address, secret)
			if err != nil {
				t.Fatal(err)
			}
			return d
		},
		Record: func(c issuertest.Card) string {
			return fmt.Sprintf(`{"id":%q,"status":"active","balance":%s}`, c.ID, c.Balance)
		},
		Cards: func(_ string, records []string) string {
			return `{"success":true,"data":[` + strings.Join(records, ",") + `]}`
		},
		Moved: func(o client.Order) string {
			data, _ := json.Marshal(map[string]any{"number": o.ID, "card": o.CardID})
			return `{"success":true,"data":` + string(data) + `}`
		},
		Numbered:      true,
		Refused:       func(text string) string { return fmt.Sprintf(`{"success":false,"error":%q}`, text) },
		RefusedStatus: 400,
		Proving:       []string{"The card is frozen"},
	})
}
