package finhub

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// mostOrderPages bounds the search for an order at a FinHub that does not filter by its number.
const mostOrderPages = 50

// wireOrder is an operation in both dialects. An order's amounts after success are what was credited; before, receivedAmount is 0.
type wireOrder struct {
	OrderNo          transport.ID     `json:"orderNo" read:"id"`
	TransactionID    transport.ID     `json:"transactionId" read:"id"`
	MerchantOrderNo  transport.ID     `json:"merchantOrderNo" read:"order"`
	CardNo           transport.ID     `json:"cardNo" read:"card"`
	CardID           transport.ID     `json:"cardId" read:"card"`
	Currency         string           `json:"currency" read:"currency"`
	Amount           transport.Amount `json:"amount" read:"amount"`
	Fee              transport.Amount `json:"fee"`
	ReceivedAmount   transport.Amount `json:"receivedAmount" read:"received amount"`
	ReceivedCurrency string           `json:"receivedCurrency" read:"currency"`
	Type             string           `json:"type" read:"type"`
	OperationType    string           `json:"operationType" read:"type"`
	Status           string           `json:"status" read:"status"`
	OperationStatus  string           `json:"operationStatus" read:"status"`
	CardStatus       string           `json:"cardStatus" read:"status"`
	Description      string           `json:"description"`
	Reason           string           `json:"reason"`
	Remark           string           `json:"remark"`
	TransactionTime  transport.Time   `json:"transactionTime"`
	OperationTime    transport.Time   `json:"operationTime"`
}

// operationOf refuses an order whose members cannot be read where they decide, and a status that this version does not know: it must not
// guess.
func operationOf(record transport.Record[wireOrder]) (client.Operation, error) {
	if record.Odd != "" {
		return client.Operation{}, errors.New("the order is " + record.Odd.Words())
	}
	w := record.Value
	r := w.record(nil)
	out := client.Operation{OrderID: r.OrderID, IssuerOrderID: r.ID, CardID: r.CardID, Kind: r.Type, Amount: r.Amount, Fee: r.Fee,
		Description: r.Description, At: r.At}
	switch kind := strings.ToLower(out.Kind); kind {
	case "cancel":
		out.Amount = client.Money{} // it was no part of the order: what went back to the account
	case "freeze", "unfreeze", "update_pin", "card_update", "card_activated":
		if out.Amount.Amount.IsZero() {
			out.Amount = client.Money{} // these have none
		}
		if kind == "card_activated" {
			out.Description = cmp.Or(out.Description, w.Remark) // that is where this answer says something
		}
	}
	status := strings.ToLower(r.Status)
	if status == "" && w.CardStatus != "" {
		// The generated pages answer a creation with the card itself, which does not say how far the order is: that has to be asked.
		status = "processing"
	}
	switch status {
	case "wait_process", "processing", "pending":
		out.Status = client.OperationProcessing
		if out.Fee.Known() && out.Fee.Amount.IsZero() {
			out.Fee = client.Money{} // what is charged in the end is 0 until then (FinHub cards page)
		}
	case "success", "succeed", "completed":
		out.Status = client.OperationSucceeded
	case "fail", "failed":
		out.Status = client.OperationFailed
	default:
		return client.Operation{}, errors.New("the order has a status that is not documented")
	}
	return out, nil
}

// ReadOrder finds an order by its merchantOrderNo in the operation records. It returns ErrNotFound only where the records prove that there
// is no such order, because then the movement may be made again: see search.lacks. Everything else that keeps it from finding the order is
// ErrGarbage, even a refusal of the question. These records have no activations (FinHub cards page): only the card's status tells of them.
func (d *Driver) ReadOrder(ctx context.Context, orderID string) (client.Operation, error) {
	const op = "read the order"
	ask := func(ctx context.Context, num, size int) (p page[wireOrder], err error) {
		body := map[string]any{"pageNum": num, "pageSize": size, "merchantOrderNo": orderID}
		return readPage[wireOrder](ctx, d, op, "card/v2/transaction", body)
	}
	found, err := findOrder(ctx, d, op, orderID, func(w wireOrder) string { return string(w.MerchantOrderNo) }, ask)
	if err != nil {
		return client.Operation{}, err
	}
	operation, err := consensus(found)
	if err != nil {
		return client.Operation{}, d.api.Garbage(op, err.Error())
	}
	return operation, nil
}

// findOrder finds the records of an order in a list that may be filtered by its number. ErrNotFound proves that there are none.
func findOrder[T any](
	ctx context.Context, d *Driver, op, orderID string, number func(T) string, ask pageOf[T],
) ([]transport.Record[T], error) {
	if !isOrder(orderID) {
		return nil, &client.Error{Kind: client.ErrNotFound, Profile: d.options.Profile, Op: op}
	}
	p, size, err := firstPage(ctx, d, ask)
	looked := search[T]{number: number}
	// A FinHub that ignores the filter answers with other orders: then all pages have to be looked through.
	for num := 1; err == nil; {
		if found := looked.in(p, orderID); len(found) > 0 {
			return found, nil
		}
		if len(p.Records) == 0 || num*size >= p.total() && len(p.Records) < size {
			if why := looked.lacks(); why != "" {
				return nil, d.api.Garbage(op, why)
			}
			return nil, d.notFound(op, "FinHub has no such order")
		}
		if num++; num > mostOrderPages {
			return nil, d.api.Garbage(op, "too many records to look through")
		}
		p, err = ask(ctx, num, size)
	}
	return nil, aboutTheQuestion(err)
}

// search is what a look through the records has shown so far.
type search[T any] struct {
	number  func(T) string // of the order that a record is about
	totals  []transport.ID // one for each page
	records int
	unnamed bool // a record has no merchantOrderNo, as in the generated dialect
}

// in gives the records of the order on the page.
func (s *search[T]) in(p page[T], orderID string) (found []transport.Record[T]) {
	s.totals = append(s.totals, p.Total.Value)
	s.records += len(p.Records)
	for _, record := range p.Records {
		number := s.number(record.Value)
		if number == orderID {
			found = append(found, record)
		}
		s.unnamed = s.unnamed || number == ""
	}
	return found
}

// consensus is what the records of one order say together. A record that is under way is older than one that is not. A gateway that tries
// again may have its second try recorded beside the first, under the same number: where their ends differ, nothing is known.
func consensus(records []transport.Record[wireOrder]) (said client.Operation, err error) {
	for i, record := range records {
		operation, err := operationOf(record)
		switch {
		case err != nil:
			return client.Operation{}, err
		case i == 0 || said.Status == client.OperationProcessing:
			said = operation
		case operation.Status == client.OperationProcessing:
		case operation.Status != said.Status || operation.CardID != said.CardID || !client.Near(operation.Amount.Amount, said.Amount.Amount):
			return client.Operation{}, errors.New("the records of the order disagree")
		}
	}
	return said, nil
}

// lacks says why the search cannot prove that an order is not there. It is empty if the list says its length, was read in full, and names
// the order of each record.
func (s *search[T]) lacks() string {
	total, err := strconv.Atoi(string(s.totals[0]))
	switch {
	case err != nil || total < 0:
		return "the list of orders does not say how long it is"
	case slices.ContainsFunc(s.totals, func(other transport.ID) bool { return other != s.totals[0] }):
		return "the list of orders changed while it was read"
	case s.records != total:
		return "the list of orders is not complete"
	case s.unnamed:
		return "a record does not say whose order it is"
	}
	return ""
}

// aboutTheQuestion makes ErrGarbage of a refusal of the question. Otherwise the refusal would pass for an answer about the order: that it
// is not there, or was refused.
func aboutTheQuestion(err error) error {
	var e *client.Error
	if !errors.As(err, &e) || !errors.Is(e, client.ErrNotFound) && !errors.Is(e, client.ErrRefused) {
		return err
	}
	out := *e
	out.Kind = client.ErrGarbage
	return &out
}
