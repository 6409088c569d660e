package finhub

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// mostOrderPages bounds the search for an order at a FinHub that does not filter by its number.
const mostOrderPages = 50

// wireOrder is an operation in both dialects. An order's amounts after success are what was credited; before, receivedAmount is 0.
type wireOrder struct {
	OrderNo          transport.ID     `json:"orderNo"`
	TransactionID    transport.ID     `json:"transactionId"`
	MerchantOrderNo  transport.ID     `json:"merchantOrderNo"`
	CardNo           transport.ID     `json:"cardNo"`
	CardID           transport.ID     `json:"cardId"`
	Currency         string           `json:"currency"`
	Amount           transport.Amount `json:"amount"`
	Fee              transport.Amount `json:"fee"`
	ReceivedAmount   transport.Amount `json:"receivedAmount"`
	ReceivedCurrency string           `json:"receivedCurrency"`
	Type             string           `json:"type"`
	OperationType    string           `json:"operationType"`
	Status           string           `json:"status"`
	OperationStatus  string           `json:"operationStatus"`
	CardStatus       string           `json:"cardStatus"`
	Description      string           `json:"description"`
	Reason           string           `json:"reason"`
	TransactionTime  transport.Time   `json:"transactionTime"`
	OperationTime    transport.Time   `json:"operationTime"`
}

// operation refuses a status that this version does not know: what it cannot read it must not guess.
func (w wireOrder) operation() (client.Operation, error) {
	out := client.Operation{
		OrderID:       string(w.MerchantOrderNo),
		IssuerOrderID: string(cmp.Or(w.OrderNo, w.TransactionID)),
		CardID:        string(cmp.Or(w.CardNo, w.CardID)),
		Kind:          cmp.Or(w.Type, w.OperationType),
		Amount:        w.Amount.Money(w.Currency),
		Fee:           w.Fee.Money(w.Currency),
		Description:   cmp.Or(w.Description, w.Reason),
		At:            w.TransactionTime.Time,
	}
	if out.At.IsZero() {
		out.At = w.OperationTime.Time
	}
	status := strings.ToLower(cmp.Or(w.Status, w.OperationStatus))
	if status == "" && w.CardStatus != "" {
		// The generated pages answer a creation with the card itself, which does not say how far the order is: that has to be asked.
		status = "processing"
	}
	switch status {
	case "wait_process", "processing", "pending":
		out.Status = client.OperationProcessing
	case "success", "succeed", "completed":
		out.Status = client.OperationSucceeded
		out.Received = w.ReceivedAmount.Money(cmp.Or(w.ReceivedCurrency, w.Currency))
	case "fail", "failed":
		out.Status = client.OperationFailed
	default:
		return client.Operation{}, errors.New("the order has a status that is not documented")
	}
	return out, nil
}

// ReadOrder finds an order by its merchantOrderNo in the operation records.
func (d *Driver) ReadOrder(ctx context.Context, orderID string) (client.Operation, error) {
	const op = "read the order"
	if !orderNumber.MatchString(orderID) {
		return client.Operation{}, &client.Error{Kind: client.ErrNotFound, Profile: d.options.Profile, Op: op}
	}
	ask := func(ctx context.Context, num, size int) (p page[wireOrder], err error) {
		err = d.read(ctx, op, "card/v2/transaction", map[string]any{"pageNum": num, "pageSize": size, "merchantOrderNo": orderID}, &p)
		return p, err
	}
	p, size, err := firstPage(ctx, d, ask)
	// A FinHub that ignores the filter answers with other orders: then all pages have to be looked through, because "not found" must
	// be true.
	for num := 1; err == nil; {
		for _, wire := range p.Records {
			if string(wire.MerchantOrderNo) != orderID {
				continue
			}
			operation, err := wire.operation()
			if err != nil {
				return client.Operation{}, d.garbage(op, err.Error())
			}
			return operation, nil
		}
		if len(p.Records) == 0 || num*size >= p.total() {
			return client.Operation{}, &client.Error{Kind: client.ErrNotFound, Profile: d.options.Profile, Op: op,
				Cause: errors.New("FinHub has no such order")}
		}
		if num++; num > mostOrderPages {
			return client.Operation{}, d.garbage(op, "too many records to look through")
		}
		p, err = ask(ctx, num, size)
	}
	return client.Operation{}, err
}
