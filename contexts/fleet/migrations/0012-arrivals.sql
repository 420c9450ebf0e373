-- Devices of one state, page by page.
drop index fleet.delivery_object;
create index delivery_object on fleet.delivery (object_id, state, device_id);
