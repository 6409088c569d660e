package plan

import (
	"strconv"

	"cardwallet/client"
)

// Network is the organization whose cards a card is accepted as.
type Network string

// The networks that a card's BIN can tell.
const (
	NetworkVisa       Network = "Visa"
	NetworkMastercard Network = "Mastercard"
	NetworkAmex       Network = "Amex"
	NetworkDiscover   Network = "Discover"
	NetworkUnionPay   Network = "UnionPay"
)

// NetworkOf is what a card's BIN tells of its network, by the ranges of ISO/IEC 7812. It is empty where the BIN is not known or belongs to
// another network.
func NetworkOf(c client.Card) Network {
	if len(c.BIN) < 4 {
		return ""
	}
	first, err := strconv.Atoi(c.BIN[:4])
	within := func(from, to int) bool { return first >= from && first <= to }
	switch {
	case err != nil:
		return ""
	case within(4000, 4999):
		return NetworkVisa
	case within(5100, 5599), within(2221, 2720):
		return NetworkMastercard
	case within(3400, 3499), within(3700, 3799):
		return NetworkAmex
	case first == 6011, within(6440, 6599):
		return NetworkDiscover
	case within(6200, 6299):
		return NetworkUnionPay
	}
	return ""
}
