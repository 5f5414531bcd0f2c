CREATE TABLE queues (
    name VARCHAR(80) PRIMARY KEY, strategy VARCHAR(20), timeout INTEGER, retry INTEGER, wrapuptime INTEGER,
    servicelevel INTEGER, ringinuse VARCHAR(4), joinempty VARCHAR(80), leavewhenempty VARCHAR(80)
);
CREATE TABLE queue_members (
    uniqueid INTEGER PRIMARY KEY, queue_name VARCHAR(80), interface VARCHAR(80), membername VARCHAR(80),
    state_interface VARCHAR(80), penalty INTEGER, paused INTEGER, reason_paused VARCHAR(80), wrapuptime INTEGER,
    ringinuse VARCHAR(4)
);
INSERT INTO queues VALUES ('660', 'rrmemory', 6, 1, 2, 5, 'no', 'yes', 'no');
INSERT INTO queue_members VALUES (1, '660', 'PJSIP/1107', 'Inga Realtime', 'PJSIP/1107', 0, 0, '', 0, 'no');
