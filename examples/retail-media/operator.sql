-- The operator of the server admits two members and says below which folder of data_root each one's files lie.
-- The passwords are for a demonstration on one machine.

CREATE MEMBER retailco DATA LOCATION 'retailco' RESULT LOCATION 'results/retailco';
CREATE USER "retailco/rita" ROLE ADMIN, AUDITOR PASSWORD 'rita-demo-password';

CREATE MEMBER advertiserco DATA LOCATION 'advertiserco' RESULT LOCATION 'results/advertiserco';
CREATE USER "advertiserco/adam" ROLE ADMIN PASSWORD 'adam-demo-password';
CREATE USER "advertiserco/ana" ROLE ANALYST PASSWORD 'ana-demo-password';
